//! Parts that pages share.

pub mod banner;
pub mod copyable;
pub mod entry;
pub mod facts;
pub mod failure;
pub mod field;
pub mod focus;
pub mod heading;
pub mod hydrated;
pub mod list_field;
pub mod loaded;
pub mod local_time;
pub mod menu;
pub mod modal;
pub mod needs_script;
pub mod password_input;
pub mod portal;
pub mod posted_error;
pub mod problem_text;
pub mod radio_card;
pub mod tabs;
pub mod to_sign_in;
pub mod trouble;
pub mod underway;
pub mod unsaved;
pub mod wall_clock;
