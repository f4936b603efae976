//! Reading a query string parameter by parameter; one that nobody asked for is refused.

use super::Call;
use crate::domain::{Error, Result, Time, sort};

/// Parameters under reading.
pub(super) struct Params {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    /// Everything but `limit` and `page`: what a page's cursor is bound to.
    pub filters: String,
}

impl Call<'_> {
    pub(super) fn params(&self) -> Params {
        let pairs: Vec<_> = self.query.iter().filter(|(name, _)| name != "beta").cloned().collect();
        let mut filters: Vec<String> = pairs
            .iter()
            .filter(|(name, _)| name != "limit" && name != "page")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        sort::sort_by(&mut filters, Ord::cmp);
        Params { pairs, known: Vec::new(), filters: format!("{}?{}", self.path.join("/"), filters.join("&")) }
    }

    /// Refuses parameters, where a route takes none.
    pub(super) fn no_params(&self) -> Result<()> {
        self.params().finish()
    }
}

impl Params {
    pub fn text(&mut self, name: &'static str) -> Result<Option<String>> {
        self.known.push(name);
        let mut found = Vec::new();
        self.pairs.retain(|(known, value)| {
            let same = known == name;
            if same {
                found.push(value.clone());
            }
            !same
        });
        match found.len() {
            0 => Ok(None),
            1 => Ok(found.pop()),
            _ => Err(Error::invalid(name, "must be given once")),
        }
    }

    /// A parameter that may be repeated, as `name[]=a&name[]=b` or `name=a&name=b`.
    pub fn list(&mut self, name: &'static str) -> Vec<String> {
        self.known.push(name);
        let mut found = Vec::new();
        self.pairs.retain(|(known, value)| {
            let same = known.strip_suffix("[]").unwrap_or(known) == name;
            if same {
                found.push(value.clone());
            }
            !same
        });
        found
    }

    /// A parameter that is one of a few words.
    pub fn choice(&mut self, name: &'static str, words: &[&'static str]) -> Result<Option<&'static str>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        let word = words.iter().find(|word| **word == text);
        word.copied().map(Some).ok_or_else(|| Error::invalid(name, format!("must be {}", words.join(" or "))))
    }

    pub fn flag(&mut self, name: &'static str) -> Result<bool> {
        Ok(self.choice(name, &["true", "false"])? == Some("true"))
    }

    pub fn number(&mut self, name: &'static str, min: u64, max: u64) -> Result<Option<u64>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match text.parse::<u64>() {
            Ok(number) if (min..=max).contains(&number) => Ok(Some(number)),
            _ if max == u64::MAX => Err(Error::invalid(name, format!("must be a whole number of at least {min}"))),
            _ => Err(Error::invalid(name, format!("must be a whole number from {min} to {max}"))),
        }
    }

    pub fn time(&mut self, name: &'static str) -> Result<Option<Time>> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        // A `+` in a query string stands for a space; an offset written with one is what was meant.
        let time = Time::parse_bound(&text).or_else(|| Time::parse_bound(&text.replace(' ', "+")));
        time.map(Some).ok_or_else(|| Error::invalid(name, "must be an RFC 3339 time, such as 2026-05-06T09:00:00Z"))
    }

    pub fn finish(self) -> Result<()> {
        match self.pairs.first() {
            None => Ok(()),
            Some((name, _)) if self.known.is_empty() => {
                Err(Error::invalid(name, "is not a query parameter here; there are none"))
            }
            Some((name, _)) => {
                Err(Error::invalid(name, format!("is not a query parameter here; there are {}", self.known.join(", "))))
            }
        }
    }
}

/// Bounds on a time, as list filters give them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TimeRange {
    gt: Option<Time>,
    gte: Option<Time>,
    lt: Option<Time>,
    lte: Option<Time>,
}

impl TimeRange {
    /// `created_at[gte]` and `created_at[lte]`.
    pub fn inclusive(params: &mut Params) -> Result<Self> {
        Ok(Self { gte: params.time("created_at[gte]")?, lte: params.time("created_at[lte]")?, ..Self::default() })
    }

    /// Those and their exclusive forms.
    pub fn any(params: &mut Params) -> Result<Self> {
        let inclusive = Self::inclusive(params)?;
        Ok(Self { gt: params.time("created_at[gt]")?, lt: params.time("created_at[lt]")?, ..inclusive })
    }

    pub fn is_open(&self) -> bool {
        self.gt.is_none() && self.gte.is_none() && self.lt.is_none() && self.lte.is_none()
    }

    pub fn holds(&self, time: Time) -> bool {
        self.gt.is_none_or(|bound| time > bound)
            && self.gte.is_none_or(|bound| time >= bound)
            && self.lt.is_none_or(|bound| time < bound)
            && self.lte.is_none_or(|bound| time <= bound)
    }
}
