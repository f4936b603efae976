//! The connection to a database: opening it, and how it is lost. Each way has its name: `upgrade` (a newer schema is put
//! in place), `blocked` (another tab holds an older one open: this one waits), `blocking` (another tab wants a newer one, or
//! wants the database gone: this one lets go), `terminated` (the browser closed it, as when site data is deleted).

use std::rc::Rc;

use indexed_db_futures::{
    Build,
    database::Database,
    error::{Error, OpenDbError},
    internals::SystemRepr,
};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure, prelude::wasm_bindgen};
use web_sys::{IdbDatabase, IdbTransaction, IdbVersionChangeEvent};

use super::{
    keys::Thrown,
    schema::{self, Step},
};
use crate::{domain::Table, platform::browser::words};

/// How sure a commit must be before it is called complete. `relaxed`: handed to the operating system, which survives the
/// death of the tab and of the browser; a power cut may take the last moments, whole transactions at a time. `strict` waits
/// for the disk and halves the rate of single writes.
const DURABILITY: &str = "relaxed";

/// What happens to a connection that nobody here asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Incident {
    /// Another tab wants a newer version.
    Newer,
    /// Another tab deletes the database.
    Deleted,
    /// The browser closed it.
    Terminated,
}

/// Why a database did not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// There is no IndexedDB here, or it does not let us in.
    #[error("IndexedDB cannot be used here ({0}), so nothing is kept once this page is closed")]
    Unavailable(String),
    /// The data belongs to a version of dreamfs that this one does not know.
    #[error("this database was written by a newer dreamfs: reload the page to get that one ({0})")]
    Newer(String),
}

/// An open database. Dropping it closes it, once its transactions have ended.
pub(super) struct Connection {
    database: IdbDatabase,
    _on_version_change: Closure<dyn FnMut(IdbVersionChangeEvent)>,
    _on_close: Closure<dyn FnMut()>,
}

impl Connection {
    /// Opens the database and brings it up to the last step. `on_blocked` is told, at most once, that another tab must let
    /// go first.
    pub(super) async fn open(
        name: &str,
        steps: &'static [Step],
        on_blocked: Rc<dyn Fn()>,
        on_incident: Rc<dyn Fn(Incident)>,
    ) -> Result<Self, OpenError> {
        let opening = Database::open(name)
            .with_version(schema::version(steps))
            .with_on_blocked(move |_| {
                on_blocked();
                Ok(())
            })
            .with_on_upgrade_needed(move |event, database| {
                schema::migrate(steps, event.old_version() as u32, &database)
            });
        let database = match opening.build() {
            Ok(opened) => opened.await,
            Err(error) => Err(error),
        };
        database.map(|database| Self::new(database.into_sys().into(), on_incident)).map_err(|error| refused(&error))
    }

    fn new(database: IdbDatabase, on_incident: Rc<dyn Fn(Incident)>) -> Self {
        let told = on_incident.clone();
        let on_version_change = Closure::<dyn FnMut(_)>::new(move |event: IdbVersionChangeEvent| {
            told(if event.new_version().is_some() { Incident::Newer } else { Incident::Deleted });
        });
        let on_close = Closure::<dyn FnMut()>::new(move || on_incident(Incident::Terminated));
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        database.set_onclose(Some(on_close.as_ref().unchecked_ref()));
        Self { database, _on_version_change: on_version_change, _on_close: on_close }
    }

    /// Begins a transaction over the tables, each named once.
    pub(super) fn begin(&self, tables: &[Table], write: bool) -> Result<IdbTransaction, Thrown> {
        let names: Array = tables.iter().map(|table| JsValue::from_str(table.name())).collect();
        if !write {
            return self.database.transaction_with_str_sequence(&names);
        }
        let options = Object::new();
        Reflect::set(&options, &"durability".into(), &DURABILITY.into())?;
        self.database.unchecked_ref::<OptionsDatabase>().transaction(&names, "readwrite", &options)
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.database.set_onversionchange(None);
        self.database.set_onclose(None);
        self.database.close();
    }
}

fn refused(error: &OpenDbError) -> OpenError {
    let text = match error {
        // `indexed_db_futures` calls every exception that `open` throws this; ours is never zero.
        OpenDbError::VersionZero => "the browser refuses to open a database".to_owned(),
        OpenDbError::NullFactory | OpenDbError::UnsupportedEnvironment => "there is none".to_owned(),
        OpenDbError::Base(Error::DomException(exception)) => words(exception.as_ref()),
        other => other.to_string(),
    };
    if text.starts_with("VersionError") { OpenError::Newer(text) } else { OpenError::Unavailable(text) }
}

#[wasm_bindgen]
extern "C" {
    /// `IDBDatabase.transaction` with options, which `web_sys` counts as unstable.
    #[wasm_bindgen(extends = IdbDatabase)]
    type OptionsDatabase;

    #[wasm_bindgen(method, catch)]
    fn transaction(
        this: &OptionsDatabase,
        names: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;
}
