//! Loading.
mod remote;
