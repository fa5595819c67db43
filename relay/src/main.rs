//! The command `back-in-stock-relay`.

use std::{process::ExitCode, sync::Arc};

use back_in_stock_relay::{
    Relay, StartError,
    clock::Clock,
    config::{self, Command, Config},
    online,
};
use tokio::signal::unix::{SignalKind, signal};

/// The exit code after a mistake of the configuration.
const WRONG: u8 = 2;

#[tokio::main]
async fn main() -> ExitCode {
    let config = match config::read(std::env::args()) {
        Ok(Command::Print(text)) => {
            print!("{text}");
            return ExitCode::SUCCESS;
        }
        Ok(Command::Check { config, online }) => return check(&config, online).await,
        Ok(Command::Run(config)) => config,
        Err(error) => return fail(&error, WRONG),
    };
    let filter = tracing_subscriber::EnvFilter::try_from_default_env();
    tracing_subscriber::fmt()
        .json()
        .with_writer(std::io::stderr)
        .with_env_filter(filter.unwrap_or_else(|_| "warn,back_in_stock_relay=info".into()))
        .init();
    let relay = match Relay::start(*config, Arc::new(Clock::default())).await {
        Ok(relay) => relay,
        Err(error) => return fail_to_start(&error),
    };
    match (relay.address(), signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(address), Ok(mut terminate), Ok(mut interrupt)) => {
            println!("http://{address}");
            let result = relay
                .run(async move {
                    tokio::select! { _ = terminate.recv() => {} _ = interrupt.recv() => {} }
                    tracing::info!("the relay stops");
                })
                .await;
            match result {
                Ok(()) => ExitCode::SUCCESS,
                Err(error) => fail(&error, 1),
            }
        }
        _ => fail(&"the relay cannot listen for signals", 1),
    }
}

async fn check(config: &Config, online: bool) -> ExitCode {
    if !online {
        println!("The configuration is valid.");
        return ExitCode::SUCCESS;
    }
    match online::check(config).await {
        Ok(()) => {
            println!("The configuration is valid, and Klaviyo accepts the key.");
            ExitCode::SUCCESS
        }
        Err(error) => fail_to_start(&error),
    }
}

fn fail_to_start(error: &StartError) -> ExitCode {
    fail(error, if matches!(error, StartError::Config(_)) { WRONG } else { 1 })
}

fn fail(error: &dyn std::fmt::Display, code: u8) -> ExitCode {
    eprintln!("back-in-stock-relay: {error}");
    ExitCode::from(code)
}
