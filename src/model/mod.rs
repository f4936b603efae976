//! Stub until the offline model lands.
pub mod mount_note {
    pub struct Mount {
        pub path: String,
        pub name: String,
        pub read_only: bool,
        pub description: String,
        pub instructions: Option<String>,
    }
    pub fn write(_mounts: &[Mount]) -> String {
        String::new()
    }
    pub fn write_today(weekday: &str, iso_date: &str, time_zone: &str) -> String {
        format!("Today is {weekday}, {iso_date}. Time zone: {time_zone}.")
    }
}
pub mod stream {
    pub fn pieces(text: &str) -> Vec<&str> {
        text.split_inclusive(' ').collect()
    }
}
pub mod validate {
    pub fn check_reply(_reply: &serde_json::Value) -> Result<(), String> {
        Ok(())
    }
}
pub mod offline {
    pub const MODEL_ID: &str = "dreamfs-offline";
    pub fn respond(_request: &serde_json::Value) -> serde_json::Value {
        serde_json::json!({"id":"msg_x","type":"message","role":"assistant","model":"dreamfs-offline","content":[{"type":"text","text":"stub reply"}],"stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}})
    }
}
