//! `neighbors serve`: until Ctrl-C or SIGTERM.

use std::io::Write;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};

use super::{Failure, House};
use crate::clock::Clock;
use crate::config::{File, Place, public_url};
use crate::mail::courier::Courier;
use crate::mail::{Way, sender};
use crate::{App, Settings, app, chores, password, store};

#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    place: Place,
    /// Address and port; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "NEIGHBORS_LISTEN")]
    listen: Option<SocketAddr>,
    /// What people type to come here, like https://neighbors.example [default: http://localhost:PORT]
    #[arg(long, value_name = "URL", env = "NEIGHBORS_PUBLIC_URL")]
    public_url: Option<String>,
    /// A machine in front of this one that says truly who calls (X-Forwarded-For); may be given again
    #[arg(long = "proxy", value_name = "IP", env = "NEIGHBORS_PROXIES", value_delimiter = ',')]
    proxies: Vec<IpAddr>,
    /// The mail server that takes our mails, like smtps://user:password@mail.example [default: they stay in DIR/mail]
    #[arg(long, value_name = "URL", env = "NEIGHBORS_MAIL", hide_env_values = true)]
    mail: Option<String>,
    /// Who they come from, like "Neighbors <post@neighbors.example>" [default: no-reply@ the public address]
    #[arg(long, value_name = "ADDRESS", env = "NEIGHBORS_MAIL_FROM")]
    mail_from: Option<String>,
    /// Let others reach a demo folder: its passwords are known to everyone
    #[arg(long, env = "NEIGHBORS_DEMO_IN_PUBLIC")]
    demo_in_public: bool,
    /// Stop the clock at this moment; a test moves it by POST /test/clock. Demo folders only
    #[arg(long, value_name = "TIME", env = "NEIGHBORS_TEST_CLOCK", hide = true)]
    test_clock: Option<DateTime<Utc>>,
}

/// Requests that are still being answered get this long.
const GRACE: Duration = Duration::from_secs(10);

pub async fn run(args: Args) -> Result<(), Failure> {
    let file = args.place.file()?;
    let listen = args.listen.or(file.listen).unwrap_or_else(|| ([127, 0, 0, 1], 8080).into());
    let way = args.mail.as_ref().or(file.mail.as_ref()).map(|way| Way::parse(way)).transpose()?;
    let from = args.mail_from.as_ref().or(file.mail_from.as_ref()).map(|from| sender(from)).transpose()?;
    let house = House::open(&args.place.locate(&file)?).await?;
    let demo = store::settings::is_demo(&house.store).await?;
    may_serve(demo, listen.ip(), &args, &file)?;

    // Both before anything listens: from the first line on, a signal ends the program properly.
    let stop = stopped()?;
    let listener =
        TcpListener::bind(listen).await.map_err(|cause| format!("cannot listen on {listen}: {cause}"))?;
    let reachable = reachable(listener.local_addr()?);
    let public_url = match args.public_url.as_ref().or(file.public_url.as_ref()) {
        Some(given) => public_url(given)?,
        None => reachable.clone(),
    };
    let proxies = if args.proxies.is_empty() { file.proxies.unwrap_or_default() } else { args.proxies };
    let clock = args.test_clock.map_or_else(Clock::real, Clock::stopped_at);
    let settings = Settings { data: house.data, public_url, proxies };
    let mut state = App::new(house.store, clock, house.secrets, settings);
    if let Some(from) = from {
        state.mail = state.mail.from(from);
    }
    let courier = way.map(|way| Courier::new(state.mail.clone(), &way)).transpose()?;
    let courier = courier.map(|courier| tokio::spawn(courier.forever()));
    tokio::task::spawn_blocking(password::warm_up);
    let chores = tokio::spawn(chores::forever(state.clone()));

    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on {reachable}").and_then(|()| stdout.flush())?;
    let service = app(state.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let (told, ending) = tokio::sync::oneshot::channel();
    let live = state.store.live().clone();
    let serving = axum::serve(listener, service).with_graceful_shutdown(async move {
        stop.await;
        tracing::info!("stopping");
        live.end();
        let _ = told.send(());
    });
    let too_long = async {
        let _ = ending.await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        served = serving => served?,
        () = too_long => tracing::warn!("cut off what was not answered in {} seconds", GRACE.as_secs()),
    }
    chores.abort();
    if let Some(courier) = courier {
        // A mail on its way stays in the folder until the mail server has it.
        courier.abort();
    }
    state.store.close().await;
    Ok(())
}

/// A demo's passwords and keys are public: it stays on this machine unless somebody insists.
fn may_serve(demo: bool, at: IpAddr, args: &Args, file: &File) -> Result<(), Failure> {
    if args.test_clock.is_some() && !demo {
        return Err("the clock can be stopped on a demo folder only; this is none".into());
    }
    let insisted = args.demo_in_public || file.demo_in_public.unwrap_or(false);
    if demo && !at.is_loopback() && !insisted {
        return Err(format!(
            "this is a demo folder: its passwords are known to everyone, so it is not served on {at}. \
             Serve it on 127.0.0.1, or say --demo-in-public if that is meant"
        )
        .into());
    }
    Ok(())
}

/// Passkeys refuse a bare 127.0.0.1, so this machine is called by its name.
fn reachable(bound: SocketAddr) -> String {
    let port = bound.port();
    match bound.ip() {
        ip if ip.is_loopback() || ip.is_unspecified() => format!("http://localhost:{port}"),
        IpAddr::V4(ip) => format!("http://{ip}:{port}"),
        IpAddr::V6(ip) => format!("http://[{ip}]:{port}"),
    }
}

fn stopped() -> std::io::Result<impl Future<Output = ()>> {
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}
