//! From chunks to rows.

use super::{
    Format, LARGEST_ROW, Output, PAD, PATIENT, Plan, Row, Shape, Step, Value, Window,
    fault::{Fault, Kind},
};
use crate::{
    inventory::{Quantity, Verdict},
    json::put,
};

/// How far a feed has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// It wants the next chunk.
    More,
    /// It ended, whole and valid.
    End,
    /// As many visible rows as were wanted are found; what follows is not looked at.
    Enough,
    /// It cannot be read further. What the batch holds is right.
    Wrong(Fault),
}

/// What one chunk gave: a place in the source and a verdict for each row, and what was to be written of the visible ones.
#[derive(Debug, Default)]
pub struct Batch {
    /// The offset of each row's first byte in the source.
    pub start: Vec<f64>,
    /// The offset behind its last.
    pub end: Vec<f64>,
    /// 1 if it is visible, else 0.
    pub visible: Vec<u8>,
    /// 1 if it is not out of stock, else 0.
    pub in_stock: Vec<u8>,
    /// A JSON array of the visible rows, if they were to be written.
    pub out: Vec<u8>,
}

impl Batch {
    fn clear(&mut self) {
        self.start.clear();
        self.end.clear();
        self.visible.clear();
        self.in_stock.clear();
        self.out.clear();
    }
}

/// What wants to see every row.
pub trait Visitor<F> {
    /// A row, its verdict, and what it was read from.
    fn row(&mut self, window: Window<'_>, format: &F, row: &Row, verdict: Verdict);
}

/// Nobody does.
impl<F> Visitor<F> for () {
    #[inline]
    fn row(&mut self, _: Window<'_>, _: &F, _: &Row, _: Verdict) {}
}

/// A feed in one format, read chunk by chunk.
pub struct Feed<F> {
    format: F,
    plan: Plan,
    row: Row,
    buffer: Vec<u8>,
    len: usize,
    at: usize,
    base: u64,
    /// The next look is worth it when the window is so long.
    worth: usize,
    visible: usize,
    scratch: Vec<u8>,
    /// What the last chunk gave.
    pub batch: Batch,
    /// Where in the window the fault is, once there is one.
    pub fault: usize,
}

impl<F: Format> Feed<F> {
    /// A feed in a format that watches so many names.
    #[must_use]
    pub fn new(format: F, names: usize, plan: Plan) -> Self {
        let row = Row { values: vec![Value::default(); names], ..Row::default() };
        Self {
            format,
            plan,
            row,
            buffer: Vec::new(),
            len: 0,
            at: 0,
            base: 0,
            worth: 0,
            visible: 0,
            scratch: Vec::new(),
            batch: Batch::default(),
            fault: 0,
        }
    }

    /// Room for the next chunk, of so many bytes.
    pub fn room(&mut self, more: usize) -> &mut [u8] {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.len, 0);
            self.base += self.at as u64;
            self.len -= self.at;
            self.worth = self.worth.saturating_sub(self.at);
            self.at = 0;
        }
        let needed = self.len + more + PAD;
        if self.buffer.len() < needed {
            self.buffer.resize(needed, 0);
        }
        self.buffer.get_mut(self.len..self.len + more).unwrap_or_default()
    }

    /// The bytes that were written to the room, before they are read.
    #[must_use]
    pub fn written(&self, more: usize) -> &[u8] {
        self.buffer.get(self.len..self.len + more).unwrap_or_default()
    }

    /// The window as it is now.
    #[must_use]
    pub fn window(&self, last: bool) -> Window<'_> {
        Window {
            bytes: self.buffer.get(..self.len + PAD).unwrap_or_default(),
            len: self.len,
            last,
            base: self.base,
        }
    }

    /// Reads all rows that are whole, now that so many bytes were written to the room; `last` if no more will come.
    pub fn scan(&mut self, more: usize, last: bool, visitor: &mut impl Visitor<F>) -> State {
        self.batch.clear();
        self.len = (self.len + more).min(self.buffer.len().saturating_sub(PAD));
        if let Some(pad) = self.buffer.get_mut(self.len..self.len + PAD) {
            pad.fill(0);
        } else {
            self.buffer.resize(self.len + PAD, 0);
        }
        if self.len < self.worth && !last {
            return State::More;
        }
        let state = self.rows(last, visitor);
        if !self.batch.out.is_empty() {
            put(b"]", &mut self.batch.out);
        }
        if state == State::More {
            let begun = self.begun();
            let rest = self.len - begun;
            // White space without an end is no better than a row without one.
            if rest.max(begun - self.at) > LARGEST_ROW {
                return State::Wrong(Fault { kind: Kind::TooLarge, at: begun });
            }
            self.worth = self.len + if rest > PATIENT { rest / 4 } else { 0 };
        }
        state
    }

    /// Where what is not whole yet begins, behind the white space and the comma before it.
    #[inline(never)]
    fn begun(&self) -> usize {
        let rest = self.buffer.get(self.at..self.len).unwrap_or_default();
        let before = rest.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
        self.at + before.unwrap_or(rest.len())
    }

    fn rows(&mut self, last: bool, visitor: &mut impl Visitor<F>) -> State {
        let Self { format, plan, row, buffer, len, at, base, visible, scratch, batch, .. } = self;
        let bytes = buffer.get(..*len + PAD).unwrap_or_default();
        let window = Window { bytes, len: *len, last, base: *base };
        loop {
            if plan.limit.is_some_and(|limit| *visible >= limit) {
                return State::Enough;
            }
            row.values.fill(Value::default());
            row.nested = (0, 0);
            match format.next(window, at, row) {
                Ok(Step::Row) => {}
                Ok(Step::More) => return State::More,
                Ok(Step::End) => return State::End,
                Err(fault) => return State::Wrong(fault),
            }
            if row.end - row.start > LARGEST_ROW {
                return State::Wrong(Fault { kind: Kind::TooLarge, at: row.start });
            }
            let verdict = plan.verdict(format, window, row, scratch);
            let shown = verdict != Verdict::Hidden;
            *visible += usize::from(shown);
            batch.start.push(offset(*base, row.start));
            batch.end.push(offset(*base, row.end));
            put(&[u8::from(shown)], &mut batch.visible);
            put(&[u8::from(verdict == Verdict::InStock)], &mut batch.in_stock);
            if shown && !matches!(plan.output, Output::Nothing) {
                put(if batch.out.is_empty() { b"[" } else { b"," }, &mut batch.out);
                let select = match &plan.output {
                    Output::Selected(names) => Some(names.as_slice()),
                    _ => None,
                };
                format.write(window, row, select, &mut batch.out);
            }
            visitor.row(window, format, row, verdict);
        }
    }
}

impl Plan {
    /// The verdict on a row.
    #[inline]
    fn verdict<F: Format>(
        &self,
        format: &F,
        window: Window<'_>,
        row: &Row,
        scratch: &mut Vec<u8>,
    ) -> Verdict {
        let quantity = self.quantity(format, window, row, scratch);
        let out = quantity.is_out(self.threshold);
        if !out {
            return Verdict::InStock;
        }
        if self.hide {
            return Verdict::Hidden;
        }
        let policy = format.policy(window, first(row, &self.policy), scratch);
        Verdict::of(out, policy)
    }

    /// The quantity of a row.
    #[inline]
    pub fn quantity<F: Format>(
        &self,
        format: &F,
        window: Window<'_>,
        row: &Row,
        scratch: &mut Vec<u8>,
    ) -> Quantity {
        format.quantity(window, first(row, &self.quantity), scratch)
    }
}

/// The value of the first of these names that the row has.
#[must_use]
#[inline]
pub fn first(row: &Row, names: &[u8]) -> Value {
    names
        .iter()
        .filter_map(|name| row.values.get(usize::from(*name)))
        .find(|value| value.shape != Shape::Missing)
        .copied()
        .unwrap_or_default()
}

/// An offset in the source; exact up to eight petabytes.
#[expect(clippy::cast_precision_loss, reason = "a feed has fewer than 2⁵³ bytes")]
fn offset(base: u64, at: usize) -> f64 {
    (base + at as u64) as f64
}
