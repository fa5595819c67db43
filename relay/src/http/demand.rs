//! The demand for each variant, for the merchant: a page and a CSV file.

use std::{fmt::Write as _, sync::Arc};

use axum::{
    extract::{FromRequestParts, State},
    http::{HeaderMap, HeaderName, HeaderValue, header, request::Parts},
    response::{Html, IntoResponse},
};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use jiff::{Span, civil};

use super::{App, address::LimitedAddress, error::Refused};
use crate::store::{Demand, in_time};

const DAY: i64 = 24 * 60 * 60 * 1_000;
/// The days that are listed.
const DAYS: i64 = 30;
/// Smaller counts are hidden, because they say something about single shoppers.
const LEAST: i64 = 5;
/// The most rows that are listed.
const ROWS: i64 = 5_000;

/// The styles of the page.
const STYLES: &str = include_str!("demand.css");

/// The request has the token of the merchant.
pub(super) struct Merchant;

impl FromRequestParts<Arc<App>> for Merchant {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Refused> {
        // Before the token: guesses count.
        LimitedAddress::from_request_parts(parts, app).await?;
        let is_right = match (&app.demand_token, token(&parts.headers)) {
            (Some(token), Some(given)) => token.is(&given),
            _ => false,
        };
        if is_right { Ok(Self) } else { Err(Refused::Token) }
    }
}

/// The token as a bearer, or as the password of a browser's prompt.
fn token(headers: &HeaderMap) -> Option<Vec<u8>> {
    let (scheme, credentials) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(credentials.trim().into());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let mut credentials = BASE64_STANDARD.decode(credentials.trim()).ok()?;
    let user = credentials.iter().position(|byte| *byte == b':')?;
    Some(credentials.split_off(user + 1))
}

/// The page.
pub(super) async fn page(State(app): State<Arc<App>>, _: Merchant) -> Result<impl IntoResponse, Refused> {
    const POLICY: HeaderValue = HeaderValue::from_static(
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    );
    let page = Html(write_page(&demand(&app).await?));
    Ok((private(), [(header::CONTENT_SECURITY_POLICY, POLICY)], page))
}

/// The CSV file.
pub(super) async fn csv(State(app): State<Arc<App>>, _: Merchant) -> Result<impl IntoResponse, Refused> {
    const TYPE: HeaderValue = HeaderValue::from_static("text/csv; charset=utf-8; header=present");
    Ok((private(), [(header::CONTENT_TYPE, TYPE)], write_csv(&demand(&app).await?)))
}

/// Neither the page nor the file stays in a cache.
fn private() -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ]
}

async fn demand(app: &App) -> Result<Vec<Demand>, Refused> {
    let since = app.clock.now() / DAY - DAYS + 1;
    in_time(app.store.demand(&app.company, since, LEAST, ROWS)).await.map_err(|error| {
        tracing::error!(%error, "the demand was not read");
        Refused::NotRead
    })
}

/// The date of a day since 1970.
fn date(day: i64) -> civil::Date {
    civil::date(1970, 1, 1).saturating_add(Span::new().try_days(day).unwrap_or_default())
}

/// A count, unless it is hidden.
fn shown(count: i64) -> Option<String> {
    (count >= LEAST).then(|| count.to_string())
}

fn write_csv(demand: &[Demand]) -> String {
    let mut text = String::from("day,variant,waiting,accepted\r\n");
    for Demand { day, variant, waiting, accepted } in demand {
        // No spreadsheet takes a variant for a formula: each begins with `$`. A hidden count is empty.
        let variant = variant.replace('"', "\"\"");
        let [waiting, accepted] = [waiting, accepted].map(|count| shown(*count).unwrap_or_default());
        // Writing to a `String` cannot fail.
        let _ = write!(text, "{},\"{variant}\",{waiting},{accepted}\r\n", date(*day));
    }
    text
}

fn write_page(demand: &[Demand]) -> String {
    let mut rows = String::new();
    for Demand { day, variant, waiting, accepted } in demand {
        let [waiting, accepted] =
            [waiting, accepted].map(|count| shown(*count).unwrap_or_else(|| format!("fewer than {LEAST}")));
        let (day, variant) = (date(*day), escape(variant));
        let _ =
            writeln!(rows, "<tr><td>{day}</td><td>{variant}</td><td>{waiting}</td><td>{accepted}</td></tr>");
    }
    let none = format!("<p>No variant has {LEAST} requests in one day yet.</p>");
    let table = format!(
        r#"<div class="table"><table>
<thead><tr><th scope="col">Day</th><th scope="col">Variant</th><th scope="col">Waiting</th><th scope="col">Accepted</th></tr></thead>
<tbody>
{rows}</tbody>
</table></div>"#
    );
    let content = if demand.is_empty() { none } else { table };
    format!(
        r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Demand</title>
<style>
{STYLES}</style>
<h1>Demand</h1>
<p>Back-in-stock requests of the last {DAYS} days (UTC): those that wait to be sent to Klaviyo, by the day of the request, and those
that Klaviyo accepted, by the day of the acceptance. Days on which both are fewer than {LEAST} are not listed.</p>
<p><a href="demand.csv">Download as CSV</a></p>
{content}
</html>
"#
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn demand(variant: &str, waiting: i64, accepted: i64) -> Vec<Demand> {
        vec![Demand { day: 20_787, variant: variant.into(), waiting, accepted }]
    }

    #[test]
    fn hides_small_counts_and_escapes_variants() {
        let variant = "$custom:::$default:::A\"<b>,&";
        let csv = write_csv(&demand(variant, 4, 5));
        assert_eq!(
            csv,
            "day,variant,waiting,accepted\r\n2026-11-30,\"$custom:::$default:::A\"\"<b>,&\",,5\r\n"
        );
        let page = write_page(&demand(variant, 4, 5));
        let row = "<td>$custom:::$default:::A&quot;&lt;b&gt;,&amp;</td><td>fewer than 5</td><td>5</td>";
        assert!(page.contains(row), "{page}");
    }
}
