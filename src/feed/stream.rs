//! Splits a stream of chunks into rows.

use super::{
    Format, MAX_ROW_SIZE, Output, PAD, Plan, REREAD_FREELY, Row, Shape, Step, Value, Window, sniff,
    syntax_error::{SyntaxError, SyntaxErrorKind},
};
use crate::inventory::rule::{Quantity, Verdict};

/// The number of bytes quoted before and after an error.
const AROUND: usize = 24;

/// The state of reading after a chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// The next chunk is needed.
    More,
    /// The feed ended, complete and valid.
    End,
    /// The limit of visible rows was reached; the rest of the feed is not read.
    LimitReached,
    /// The feed cannot be read further. The rows in the batch are valid.
    Failed(SyntaxError),
}

/// The result of one chunk: the position and the verdict of each row, and the output for the visible rows.
#[derive(Debug, Default)]
pub struct Batch {
    /// The offset of the first byte of each row in the source.
    pub start: Vec<f64>,
    /// The offset of the byte after each row in the source.
    pub end: Vec<f64>,
    /// 1 for each row that is visible, 0 otherwise.
    pub visible: Vec<u8>,
    /// 1 for each row that is not out of stock, 0 otherwise.
    pub in_stock: Vec<u8>,
    /// A JSON array of the visible rows; empty without rows or with [`Output::Nothing`].
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

/// A visitor of all rows.
pub trait Visitor<F> {
    /// Visits a row with its verdict and the window and format it was read from.
    fn row(&mut self, window: Window<'_>, format: &F, row: &Row, verdict: Verdict);
}

/// Ignores all rows.
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
    /// The length of the window, in bytes, at which reading the incomplete row again is worthwhile.
    retry_len: usize,
    /// The length of the white space at the end of the input so far, in bytes.
    blank: usize,
    /// The source offset of the first byte that is neither white space nor part of a byte-order mark.
    content: u64,
    /// The error in the first bytes and its source offset, until enough bytes have arrived to recognize the file type.
    unrecognized: Option<(SyntaxErrorKind, u64)>,
    visible: usize,
    scratch: Vec<u8>,
    /// The result of the last chunk.
    pub batch: Batch,
    /// The error that ended reading, if any.
    pub error: Option<SyntaxError>,
}

impl<F: Format> Feed<F> {
    /// Creates a feed in a format.
    #[must_use]
    pub fn new(format: F, plan: Plan) -> Self {
        Self {
            format,
            plan,
            row: Row::default(),
            buffer: Vec::new(),
            len: 0,
            at: 0,
            base: 0,
            retry_len: 0,
            blank: 0,
            content: 0,
            unrecognized: None,
            visible: 0,
            scratch: Vec::new(),
            batch: Batch::default(),
            error: None,
        }
    }

    /// The format, which holds details about the feed.
    #[must_use]
    pub fn format(&self) -> &F {
        &self.format
    }

    /// The format, for changes before the first chunk.
    pub fn format_mut(&mut self) -> &mut F {
        &mut self.format
    }

    /// The settings for processing rows.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The settings for processing rows, for changes before the first chunk.
    pub fn plan_mut(&mut self) -> &mut Plan {
        &mut self.plan
    }

    /// Adds a name to the watched names and returns its number; `None` if there are
    /// [`Names::MAX`](super::Names::MAX) already.
    pub fn watch(&mut self, name: &str) -> Option<u8> {
        self.format.watch(name.as_bytes())
    }

    /// Returns a buffer of `more` bytes for the next chunk.
    pub fn buffer_for(&mut self, more: usize) -> &mut [u8] {
        if self.at > 0 {
            self.buffer.copy_within(self.at..self.len, 0);
            self.base += self.at as u64;
            self.len -= self.at;
            self.retry_len = self.retry_len.saturating_sub(self.at);
            self.at = 0;
        }
        let needed = self.len + more + PAD;
        if self.buffer.len() < needed {
            self.buffer.resize(needed, 0);
        }
        self.buffer.get_mut(self.len..self.len + more).unwrap_or_default()
    }

    /// The first `more` bytes written to [`buffer_for`](Self::buffer_for), before they are scanned.
    #[must_use]
    pub fn written(&self, more: usize) -> &[u8] {
        self.buffer.get(self.len..self.len + more).unwrap_or_default()
    }

    /// Converts an offset in the window to an offset in the source.
    #[must_use]
    pub fn offset(&self, at: usize) -> f64 {
        offset(self.base, at)
    }

    /// The bytes around an offset in the window.
    #[must_use]
    pub fn around(&self, at: usize) -> &[u8] {
        let end = (at + AROUND).min(self.len);
        self.buffer.get(at.saturating_sub(AROUND)..end).unwrap_or_default()
    }

    /// The current window.
    #[must_use]
    pub fn window(&self, last: bool) -> Window<'_> {
        Window {
            bytes: self.buffer.get(..self.len + PAD).unwrap_or_default(),
            len: self.len,
            last,
            base: self.base,
        }
    }

    /// Reads all complete rows after `more` bytes were written to [`buffer_for`](Self::buffer_for). `last` means that
    /// no chunk follows.
    pub fn scan(&mut self, more: usize, last: bool, visitor: &mut impl Visitor<F>) -> State {
        let state = self.advance(more, last, visitor);
        if let State::Failed(error) = state {
            self.error = Some(error);
        }
        state
    }

    fn advance(&mut self, more: usize, last: bool, visitor: &mut impl Visitor<F>) -> State {
        self.batch.clear();
        self.add(more);
        // Endless white space is limited like an endless row.
        if self.blank > MAX_ROW_SIZE {
            return State::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, at: self.row_start() });
        }
        if self.len < self.retry_len && !last {
            return State::More;
        }
        let mut state = match self.unrecognized {
            Some((kind, at)) => {
                State::Failed(SyntaxError { kind, at: usize::try_from(at - self.base).unwrap_or_default() })
            }
            None => self.rows(last, visitor),
        };
        if !self.batch.out.is_empty() {
            self.batch.out.push(b']');
        }
        if let State::Failed(error) = state {
            state = self.recognize(error, last);
        }
        if state == State::More {
            let start = self.row_start();
            if self.len - start > MAX_ROW_SIZE {
                return State::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, at: start });
            }
            let rest = self.len - self.at;
            self.retry_len = self.len + if rest > REREAD_FREELY { rest / 4 } else { 0 };
        }
        state
    }

    /// Adds `more` bytes of the buffer to the window.
    fn add(&mut self, more: usize) {
        let before = self.len;
        self.len = (self.len + more).min(self.buffer.len().saturating_sub(PAD));
        if let Some(pad) = self.buffer.get_mut(self.len..self.len + PAD) {
            pad.fill(0);
        } else {
            self.buffer.resize(self.len + PAD, 0);
        }
        let chunk = self.buffer.get(before..self.len).unwrap_or_default();
        self.blank = match chunk.iter().rposition(|byte| !is_blank(*byte)) {
            Some(at) => chunk.len() - at - 1,
            None => self.blank + chunk.len(),
        };
        if self.content == self.base + before as u64 {
            let is_content = |byte: &u8| !is_blank(*byte) && !matches!(byte, 0xEF | 0xBB | 0xBF);
            self.content += chunk.iter().position(is_content).unwrap_or(chunk.len()) as u64;
        }
    }

    /// Replaces an error in the first bytes with a recognized file type, such as HTML. Waits until enough bytes have
    /// arrived.
    #[cold]
    #[inline(never)]
    fn recognize(&mut self, error: SyntaxError, last: bool) -> State {
        let unread = self.base + self.at as u64 <= self.content;
        let is_page = error.kind.is_document_type();
        if matches!(error.kind, SyntaxErrorKind::Unsupported | SyntaxErrorKind::TooLarge)
            || !(unread || is_page)
        {
            return State::Failed(error);
        }
        let start = if is_page { error.at } else { self.at };
        let head = self.buffer.get(start..self.len).unwrap_or_default();
        if head.len() < sniff::HEAD && !last {
            self.unrecognized = Some((error.kind, self.base + error.at as u64));
            return State::More;
        }
        let kind = sniff::file_kind(head.get(..sniff::HEAD).unwrap_or(head)).unwrap_or(error.kind);
        State::Failed(SyntaxError { kind, ..error })
    }

    /// The start of the incomplete row, after the white space and the comma before it.
    #[inline(never)]
    fn row_start(&self) -> usize {
        let rest = self.buffer.get(self.at..self.len).unwrap_or_default();
        let before = rest.iter().position(|byte| !is_blank(*byte) && *byte != b',');
        self.at + before.unwrap_or(rest.len())
    }

    fn rows(&mut self, last: bool, visitor: &mut impl Visitor<F>) -> State {
        let Self { format, plan, row, buffer, len, at, base, visible, scratch, batch, .. } = self;
        let bytes = buffer.get(..*len + PAD).unwrap_or_default();
        let window = Window { bytes, len: *len, last, base: *base };
        row.values.resize(format.names().len(), Value::default());
        loop {
            if plan.limit.is_some_and(|limit| *visible >= limit) {
                return State::LimitReached;
            }
            row.values.fill(Value::default());
            row.nested = (0, 0);
            match format.next(window, at, row) {
                Ok(Step::Row) => {}
                Ok(Step::More) => return State::More,
                Ok(Step::End) => return State::End,
                Err(error) => return State::Failed(error),
            }
            if row.end - row.start > MAX_ROW_SIZE {
                return State::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, at: row.start });
            }
            let verdict = plan.verdict(format, window, row, scratch);
            let shown = verdict != Verdict::Hidden;
            *visible += usize::from(shown);
            batch.start.push(offset(*base, row.start));
            batch.end.push(offset(*base, row.end));
            batch.visible.push(u8::from(shown));
            batch.in_stock.push(u8::from(verdict == Verdict::InStock));
            if shown && !matches!(plan.output, Output::Nothing) {
                batch.out.push(if batch.out.is_empty() { b'[' } else { b',' });
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

/// White space in JSON and XML.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// Converts an offset to a float, which is exact up to eight petabytes.
#[expect(clippy::cast_precision_loss, reason = "a feed has fewer than 2⁵³ bytes")]
fn offset(base: u64, at: usize) -> f64 {
    (base + at as u64) as f64
}
