//! Dates in UTC, as people and programs read them.

const DAY: i64 = 24 * 60 * 60 * 1_000;

/// The date of a day since 1970: `2026-11-30`.
#[must_use]
pub(crate) fn date(day: i64) -> String {
    // The number of days in 400 years is fixed. A year that starts in March has its leap day at the end.
    let days = day + 719_468;
    let (era, day) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let (day, month) = (day - (153 * month + 2) / 5 + 1, if month < 10 { month + 3 } else { month - 9 });
    let year = 400 * era + year + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

/// The date and the time: `2026-11-30T23:52:19Z`.
#[must_use]
pub(crate) fn timestamp(time: i64) -> String {
    let seconds = time.rem_euclid(DAY) / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    format!("{}T{hours:02}:{minutes:02}:{seconds:02}Z", date(time.div_euclid(DAY)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_calendar() {
        for (day, text) in [
            (0, "1970-01-01"),
            (-1, "1969-12-31"),
            (11_016, "2000-02-29"),
            (11_017, "2000-03-01"),
            (19_782, "2024-02-29"),
            (20_787, "2026-11-30"),
            (47_540, "2100-02-28"),
            (47_541, "2100-03-01"),
        ] {
            assert_eq!(date(day), text);
        }
        assert_eq!(timestamp(1_796_082_739_999), "2026-11-30T23:52:19Z");
    }
}
