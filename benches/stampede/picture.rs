//! The chart of a stampede: waiting shoppers and requests, minute by minute.

use std::fmt::Write;

use super::simulation::Outcome;

/// Minutes that are shown.
const SHOWN: usize = 45;
const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 200.0;
const LEFT: f64 = 64.0;
const COLOURS: [&str; 4] = ["none", "fixed", "jitter", "ours"];

const STYLE: &str = "text { font: 13px system-ui, sans-serif; fill: #222; } .grid { stroke: #ddd; } \
.none { stroke: #767676; stroke-dasharray: 2 3; } .fixed { stroke: #b3261e; } .jitter { stroke: #1f5fbf; stroke-dasharray: 7 3; } \
.ours { stroke: #0a7d38; stroke-width: 3; } polyline, .key { fill: none; stroke-width: 2; } \
@media (prefers-color-scheme: dark) { text { fill: #eee; } .grid { stroke: #444; } .none { stroke: #aaa; } .fixed { stroke: #ff897d; } \
.jitter { stroke: #8ab4f8; } .ours { stroke: #6fdc8c; } }";

pub(crate) fn draw(drops: &[(&str, Outcome)]) -> String {
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {} 560\" role=\"img\" aria-labelledby=\"title\">\n\
         <title id=\"title\">100,000 shoppers within a minute: who still waits, and requests a minute, under four policies</title>\n\
         <style>{STYLE}</style>\n",
        LEFT + WIDTH + 32.0
    );
    for (index, (name, _)) in drops.iter().enumerate() {
        let x = LEFT + 175.0 * index as f64;
        let _ = writeln!(
            svg,
            "<line class=\"key {}\" x1=\"{x}\" y1=\"20\" x2=\"{}\" y2=\"20\"/><text x=\"{}\" y=\"24\">{name}</text>",
            COLOURS[index],
            x + 24.0,
            x + 30.0
        );
    }
    let waiting: Vec<_> = drops.iter().map(|(_, outcome)| waiting(outcome)).collect();
    chart(&mut svg, 60.0, "still waiting", 100_000.0, &waiting);
    let requests: Vec<_> = drops.iter().map(|(_, outcome)| requests(outcome)).collect();
    chart(&mut svg, 320.0, "requests a minute, cut off at 150k (3,500 are accepted)", 150_000.0, &requests);
    svg.push_str("</svg>\n");
    svg
}

fn waiting(outcome: &Outcome) -> Vec<f64> {
    let accepted = |minute: u64| outcome.accepted.iter().filter(|time| **time < minute * 60_000).count();
    (0..=SHOWN as u64).map(|minute| f64::from(outcome.shoppers) - accepted(minute) as f64).collect()
}

fn requests(outcome: &Outcome) -> Vec<f64> {
    (0..=SHOWN).map(|minute| outcome.per_minute.get(minute).copied().unwrap_or_default().into()).collect()
}

fn chart(svg: &mut String, top: f64, title: &str, most: f64, lines: &[Vec<f64>]) {
    let x = |minute: usize| LEFT + WIDTH * minute as f64 / SHOWN as f64;
    let y = |value: f64| top + HEIGHT * (1.0 - value.min(most) / most);
    let _ = writeln!(svg, "<text x=\"{LEFT}\" y=\"{}\">{title}</text>", top - 8.0);
    for part in [0.0, 0.5, 1.0] {
        let (value, at) = (most * part, y(most * part));
        let _ = writeln!(
            svg,
            "<line class=\"grid\" x1=\"{LEFT}\" y1=\"{at}\" x2=\"{}\" y2=\"{at}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}k</text>",
            LEFT + WIDTH,
            LEFT - 8.0,
            at + 4.0,
            value / 1_000.0
        );
    }
    for minute in (0..=SHOWN).step_by(15) {
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{minute} min</text>",
            x(minute),
            top + HEIGHT + 18.0
        );
    }
    // The dashed line is drawn over the line that nearly coincides with it.
    for (line, class) in
        [0, 1, 3, 2].into_iter().filter_map(|index| Some((lines.get(index)?, COLOURS[index])))
    {
        let points: Vec<_> = line
            .iter()
            .enumerate()
            .map(|(minute, value)| format!("{:.1},{:.1}", x(minute), y(*value)))
            .collect();
        let _ = writeln!(svg, "<polyline class=\"{class}\" points=\"{}\"/>", points.join(" "));
    }
}
