//! What happens to rows when attempts end: one statement for all that end in the same way.

use std::collections::BTreeMap;

use sqlx::{Any, Row as _, Transaction};

use super::{End, Outcome, Settlement, State, StoreError, events, names, values, write_entry};

pub(super) const DAY: i64 = 24 * 60 * 60 * 1_000;

/// Alerts by variant and outcome.
pub(super) type Outcomes = BTreeMap<(String, Outcome), i64>;

/// Ends the alerts with this outcome: their identities and receipts are erased. After an acceptance, the fingerprint stays for
/// a day, so that repeats are recognized. Returns the rows' numbers and the variants of those that had not ended before.
///
/// It may come from a sender that has lost the lease, too: what Klaviyo has answered remains true.
pub(super) async fn finish(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    settlements: &[Settlement],
    outcome: Outcome,
    now: i64,
) -> Result<Vec<(i64, String)>, StoreError> {
    let settlements = settlements.iter().filter(|settlement| settlement.end.outcome() == Some(outcome));
    let rows = settlements.clone().count();
    if rows == 0 {
        return Ok(Vec::new());
    }
    let query = match outcome {
        Outcome::Accepted => format!(
            "UPDATE alerts SET state = 'accepted', key_id = NULL, sealed = NULL, ended = $1
             WHERE id IN ({}) AND state <> 'accepted' RETURNING id, variant",
            names(rows, 1)
        ),
        Outcome::Refused | Outcome::Withdrawn => format!(
            "DELETE FROM alerts WHERE id IN ({}) AND state <> 'accepted' RETURNING id, variant",
            names(rows, 0)
        ),
        // Unless it was requested again.
        Outcome::Expired => format!(
            "DELETE FROM alerts WHERE EXISTS (SELECT 1 FROM ({}) AS expired
                 WHERE expired.column1 = id AND expired.column2 = requested
                     AND (state = 'waiting' OR state = 'sending' AND expired.column3 = token))
             RETURNING id, variant",
            values(rows, 3, 0)
        ),
    };
    let mut query = sqlx::query(&query).persistent(false);
    if outcome == Outcome::Accepted {
        query = query.bind(now);
    }
    for settlement in settlements.clone() {
        query = query.bind(settlement.id);
        if let End::Expired { requested, .. } = settlement.end {
            query = query.bind(requested).bind(settlement.token);
        }
    }
    let ended = query.fetch_all(&mut **transaction).await?;
    let ended = ended.iter().map(|row| Ok((row.try_get("id")?, row.try_get("variant")?)));
    let ended: Vec<(i64, String)> = ended.collect::<Result<_, StoreError>>()?;
    if matches!(outcome, Outcome::Refused | Outcome::Expired) {
        let reasons: BTreeMap<_, _> =
            settlements.map(|settlement| (settlement.id, settlement.end.reason())).collect();
        let ended = ended
            .iter()
            .map(|(id, variant)| (*id, variant.as_str(), reasons.get(id).copied().unwrap_or("{}")));
        events::record(transaction, company, outcome, ended, now).await?;
    }
    erase_receipts(transaction, ended.iter().map(|(id, _)| *id)).await?;
    Ok(ended)
}

async fn erase_receipts(
    transaction: &mut Transaction<'_, Any>,
    alerts: impl ExactSizeIterator<Item = i64>,
) -> Result<(), StoreError> {
    if alerts.len() == 0 {
        return Ok(());
    }
    let query = format!("DELETE FROM receipts WHERE alert IN ({})", names(alerts.len(), 0));
    let query = sqlx::query(&query).persistent(false);
    alerts.fold(query, sqlx::query::Query::bind).execute(&mut **transaction).await.map(drop)
}

/// Postpones alerts, unless another sender has started attempts of its own. Returns the numbers of the rows.
pub(super) async fn postpone(
    transaction: &mut Transaction<'_, Any>,
    settlements: &[Settlement],
) -> Result<Vec<i64>, StoreError> {
    let postponed = settlements.iter().filter(|settlement| settlement.end.outcome().is_none());
    let rows = postponed.clone().count();
    if rows == 0 {
        return Ok(Vec::new());
    }
    let query = format!(
        "UPDATE alerts SET state = $1, entry = postponed.column3, endpoint = postponed.column4,
             not_found = postponed.column5, due = postponed.column6
         FROM ({}) AS postponed
         WHERE alerts.id = postponed.column1 AND token = postponed.column2 AND state = 'sending' RETURNING id",
        values(rows, 6, 1),
    );
    let mut query = sqlx::query_scalar(&query).persistent(false).bind(State::Waiting.name());
    for settlement in postponed {
        if let End::Postponed { entry, endpoint, not_found, due } = &settlement.end {
            query = query.bind(settlement.id).bind(settlement.token);
            query = query.bind(write_entry(entry)?).bind(endpoint.name()).bind(not_found).bind(due);
        }
    }
    query.fetch_all(&mut **transaction).await
}

/// Counts outcomes of alerts, in the order in which all transactions lock counts. Sign-ups have no variant.
pub(super) async fn count(
    transaction: &mut Transaction<'_, Any>,
    company: &str,
    mut outcomes: Outcomes,
    now: i64,
) -> Result<(), StoreError> {
    outcomes.retain(|(variant, _), _| !variant.is_empty());
    if outcomes.is_empty() {
        return Ok(());
    }
    let query = format!(
        "INSERT INTO outcomes (company, variant, day, outcome, alerts) {}
         ON CONFLICT (company, variant, day, outcome) DO UPDATE SET alerts = outcomes.alerts + excluded.alerts",
        values(outcomes.len(), 5, 0),
    );
    let mut query = sqlx::query(&query).persistent(false);
    for ((variant, outcome), alerts) in outcomes {
        query = query.bind(company).bind(variant).bind(now / DAY).bind(outcome.name()).bind(alerts);
    }
    query.execute(&mut **transaction).await.map(drop)
}
