//! The server through its HTTP doors, without a socket.

mod guards;
mod metadata;
mod portal;
mod probes;
mod token;
mod world;
