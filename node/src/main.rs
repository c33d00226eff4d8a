//! The node of NES chain.

mod chain_spec;
mod cli;
mod command;
mod index;
mod service;
mod session_keys;
mod validator;

use std::process::ExitCode;

fn main() -> ExitCode {
    match command::run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error}");
            ExitCode::FAILURE
        }
    }
}
