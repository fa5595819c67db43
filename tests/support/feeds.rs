//! Reads a feed in any chunks.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test")]

use back_in_stock::feed::{
    Format, Names, Output, Plan,
    check::{
        Check, FIELDS,
        report::{FeedReport, Syntax},
    },
    json::{Json, Layout},
    stream::{Feed, State, Visitor},
    syntax_error::{SyntaxError, SyntaxErrorKind},
    xml::Xml,
};

/// Options of a page. By default, Klaviyo's names of the fields, rows at the root, and whole rows as output.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReadOptions<'a> {
    pub(crate) quantity: &'a [&'a str],
    pub(crate) policy: &'a [&'a str],
    pub(crate) path: &'a [&'a str],
    /// Whole rows are written if nothing is selected.
    pub(crate) select: &'a [&'a str],
    pub(crate) threshold: Option<f64>,
    pub(crate) hide: bool,
    pub(crate) limit: Option<usize>,
    pub(crate) layout: Layout,
}

impl Default for ReadOptions<'_> {
    fn default() -> Self {
        Self {
            quantity: &["$inventory_quantity", "inventory_quantity"],
            policy: &["$inventory_policy", "inventory_policy"],
            path: &[],
            select: &[],
            threshold: None,
            hide: false,
            limit: None,
            layout: Layout::Array,
        }
    }
}

impl ReadOptions<'_> {
    /// Opens a feed in a format, and a check of it.
    fn open<F: Format>(&self, format: impl FnOnce(Names, Names) -> F) -> (Feed<F>, Check) {
        let mut names = Names::default();
        let mut watch = |list: &[&str]| list.iter().filter_map(|name| names.watch(name.as_bytes())).collect();
        let (quantity, policy) = (watch(self.quantity), watch(self.policy));
        let output =
            if self.select.is_empty() { Output::Whole } else { Output::Selected(watch(self.select)) };
        let (threshold, hide, limit) = (self.threshold, self.hide, self.limit);
        let plan = Plan { quantity, policy, threshold, hide, limit, output };
        let mut path = Names::default();
        self.path.iter().for_each(|name| path.push(name.as_bytes()));
        let fields = FIELDS.map(|name| names.watch(name.as_bytes()).unwrap());
        let check = Check::new(&fields, &plan, true);
        (Feed::new(format(names, path), plan), check)
    }
}

/// A row: its offsets in the source, and whether it is visible and in stock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) visible: bool,
    pub(crate) in_stock: bool,
}

/// Whether an error names the kind of a file that is not a feed.
pub(crate) fn is_other_file(kind: SyntaxErrorKind) -> bool {
    matches!(
        kind,
        SyntaxErrorKind::Empty
            | SyntaxErrorKind::Html
            | SyntaxErrorKind::Csv
            | SyntaxErrorKind::Tsv
            | SyntaxErrorKind::Zip
            | SyntaxErrorKind::Binary
    )
}

/// The final state. It is never `More`, since the last chunk is marked as the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Whole,
    LimitReached,
    /// With the offset in the source.
    Failed(SyntaxError),
}

/// The rows and the output of a feed, and its final state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub(crate) rows: Vec<Found>,
    /// The output of the visible rows, without the brackets around each batch.
    pub(crate) written: String,
    pub(crate) end: End,
}

/// Reads a JSON source in chunks of these sizes, and the rest as the last chunk.
pub(crate) fn read(
    source: &[u8],
    options: ReadOptions<'_>,
    sizes: impl IntoIterator<Item = usize>,
) -> Reading {
    let (mut feed, _) = options.open(|names, path| Json::new(names, path).with_layout(options.layout));
    read_feed(&mut feed, &mut (), source, sizes)
}

/// Reads an XML source in the same way.
pub(crate) fn read_xml(
    source: &[u8],
    options: ReadOptions<'_>,
    sizes: impl IntoIterator<Item = usize>,
) -> Reading {
    let (mut feed, _) = options.open(|names, _| Xml::new(names, false));
    read_feed(&mut feed, &mut (), source, sizes)
}

/// Reads and checks a source in any format.
pub(crate) fn check<F: Format>(
    format: impl FnOnce(Names, Names) -> F,
    source: &[u8],
    options: ReadOptions<'_>,
    sizes: impl IntoIterator<Item = usize>,
) -> (Reading, FeedReport) {
    let (mut feed, mut check) = options.open(format);
    let reading = read_feed(&mut feed, &mut check, source, sizes);
    let whole = reading.end == End::Whole;
    (reading, check.report(Syntax::Json, source.len() as u64, whole))
}

fn read_feed<F: Format>(
    feed: &mut Feed<F>,
    visitor: &mut impl Visitor<F>,
    source: &[u8],
    sizes: impl IntoIterator<Item = usize>,
) -> Reading {
    let mut reading = Reading { rows: Vec::new(), written: String::new(), end: End::Whole };
    let mut rest = source;
    let mut sizes = sizes.into_iter();
    loop {
        let size = sizes.next();
        let (chunk, after) = rest.split_at(size.unwrap_or(rest.len()).min(rest.len()));
        rest = after;
        feed.buffer_for(chunk.len()).copy_from_slice(chunk);
        let state = feed.scan(chunk.len(), size.is_none(), visitor);
        take(&mut reading, feed);
        reading.end = match state {
            State::More => {
                assert!(size.is_some(), "more is wanted after the end");
                continue;
            }
            State::End => End::Whole,
            State::LimitReached => End::LimitReached,
            State::Failed(SyntaxError { kind, at }) => {
                End::Failed(SyntaxError { kind, at: at + usize::try_from(feed.window(true).base).unwrap() })
            }
        };
        return reading;
    }
}

/// Sizes of chunks of up to 40 bytes. They depend on the source.
pub(crate) fn small_chunks(source: &[u8]) -> Vec<usize> {
    let mut state =
        source.iter().fold(1, |state: u32, byte| (state ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    let mut left = source.len();
    let sizes = core::iter::from_fn(|| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let size = (state >> 24) as usize % 41;
        left = left.checked_sub(size)?;
        Some(size)
    });
    sizes.collect()
}

fn take<F>(reading: &mut Reading, feed: &Feed<F>) {
    let batch = &feed.batch;
    for (row, start) in batch.start.iter().enumerate() {
        reading.rows.push(Found {
            start: place(*start),
            end: place(batch.end[row]),
            visible: batch.visible[row] == 1,
            in_stock: batch.in_stock[row] == 1,
        });
    }
    if let [b'[', rows @ .., b']'] = &*batch.out {
        if !reading.written.is_empty() {
            reading.written.push(',');
        }
        reading.written.push_str(str::from_utf8(rows).unwrap());
    } else {
        assert!(batch.out.is_empty(), "the output is not an array");
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an offset in what is in memory")]
fn place(offset: f64) -> usize {
    offset as usize
}

/// Reads a short source whole, cut once at every place, and byte by byte. The results must be equal.
#[track_caller]
pub(crate) fn read_any_way(source: &[u8], options: ReadOptions<'_>) -> Reading {
    any_way(source, |sizes| read(source, options, sizes.iter().copied()))
}

/// Reads a short XML source in the same way.
#[track_caller]
pub(crate) fn read_xml_any_way(source: &[u8], options: ReadOptions<'_>) -> Reading {
    any_way(source, |sizes| read_xml(source, options, sizes.iter().copied()))
}

#[track_caller]
fn any_way(source: &[u8], read: impl Fn(&[usize]) -> Reading) -> Reading {
    let whole = read(&[]);
    for cut in 0..=source.len() {
        assert_eq!(read(&[cut]), whole, "cut at {cut}: {}", source.escape_ascii());
    }
    assert_eq!(read(&vec![1; source.len()]), whole, "bytes of {}", source.escape_ascii());
    whole
}
