//! Valid and invalid XML, the rows, and the offset of each error. Every document is read whole, cut once at every
//! place, and byte by byte.
#![expect(clippy::unwrap_used, reason = "helpers of tests")]

mod support;

use back_in_stock::feed::{
    MAX_ROW_SIZE, Names, Plan,
    stream::{Feed, State, Visitor},
    syntax_error::{SyntaxError, SyntaxErrorKind},
    xml::{DEEPEST, Xml},
};
use support::feeds::{End, ReadOptions, Reading, read_xml, read_xml_any_way};

/// The texts of rows in their source.
fn texts<'a>(source: &'a str, reading: &Reading) -> Vec<&'a str> {
    reading.rows.iter().map(|row| &source[row.start..row.end]).collect()
}

#[track_caller]
fn accepts(source: &str, rows: usize) {
    let reading = read_xml_any_way(source.as_bytes(), ReadOptions::default());
    assert_eq!((reading.end, reading.rows.len()), (End::Whole, rows), "{source}");
}

/// Checks the error at the offset of `‸`, which is removed from the text.
#[track_caller]
fn refuses(marked: &str, kind: SyntaxErrorKind) {
    let at = marked.find('‸').unwrap();
    refuses_bytes(marked.replace('‸', "").as_bytes(), at, kind);
}

#[track_caller]
fn refuses_bytes(source: &[u8], at: usize, kind: SyntaxErrorKind) {
    let end = read_xml_any_way(source, ReadOptions::default()).end;
    assert_eq!(end, End::Failed(SyntaxError { kind, at }), "{}", source.escape_ascii());
}

/// The output of a row with this content, in every position of a row.
#[track_caller]
fn row(content: &str, expected: &str) {
    let options = ReadOptions::default();
    let source = format!("<Products><Product>{content}</Product></Products>");
    let reading = read_xml_any_way(source.as_bytes(), options);
    assert_eq!((&*reading.written, reading.end), (expected, End::Whole), "{source}");
}

#[track_caller]
fn value(content: &str, expected: &str) {
    row(&format!("<a>{content}</a>"), &format!("{{\"a\":{expected}}}"));
}

/// Checks an error in a value: in a row, nested in it, and outside of the rows.
#[track_caller]
fn no_value(marked: &str, kind: SyntaxErrorKind) {
    refuses(&format!("<Products><Product><a>{marked}</a></Product></Products>"), kind);
    refuses(&format!("<Products><Product><b><a>{marked}</a></b></Product></Products>"), kind);
    refuses(&format!("<Products><Product>{marked}</Product></Products>"), kind);
    refuses(&format!("<rss><channel><a>{marked}</a></channel></rss>"), kind);
}

const FEED: &str = "\u{FEFF}<?xml version=\"1.0\" encoding='utf-8'?>
<!-- rows -->
<rss xmlns:g=\"http://base.google.com/ns/1.0\" version=\"2.0\"><channel><title>A &amp; B</title>
  <item><g:id>1</g:id><g:inventory_quantity>0</g:inventory_quantity><inventory_policy>1</inventory_policy></item>
  <item a='>'>
    <g:id>é😀&#233;</g:id> <g:tag>a</g:tag><inventory_quantity><![CDATA[12]]></inventory_quantity><g:tag/>
  </item><item/>
  <item><inventory_quantity>-0</inventory_quantity><inventory_policy> 2 </inventory_policy></item >
  <more/>text</channel></rss>
<!-- the end -->
";

#[test]
fn rows_have_offsets() {
    let reading = read_xml_any_way(FEED.as_bytes(), ReadOptions::default());
    let starts: Vec<_> = texts(FEED, &reading).iter().map(|text| text.split_at(6).0).collect();
    assert_eq!(starts, ["<item>", "<item ", "<item/", "<item>"]);
    assert!(texts(FEED, &reading).iter().all(|text| text.ends_with('>')));
    assert_eq!(texts(FEED, &reading)[2], "<item/>");
    assert!(texts(FEED, &reading)[3].ends_with("</item >"));
    let verdicts: Vec<_> = reading.rows.iter().map(|row| (row.visible, row.in_stock)).collect();
    assert_eq!(verdicts, [(false, false), (true, true), (true, true), (true, false)]);
    assert_eq!(
        reading.written,
        "{\"id\":\"é😀é\",\"tag\":[\"a\",\"\"],\"inventory_quantity\":\"12\"},{},\
         {\"inventory_quantity\":\"-0\",\"inventory_policy\":\"2\"}"
    );
}

#[test]
fn a_feed_may_end_anywhere() {
    let whole = read_xml(FEED.as_bytes(), ReadOptions::default(), []);
    let comment = FEED.find("\n<!-- the end").unwrap();
    for length in "\u{FEFF}".len()..FEED.len() {
        let source = &FEED.as_bytes()[..length];
        let reading = read_xml(source, ReadOptions::default(), []);
        assert_eq!(read_xml(source, ReadOptions::default(), vec![1; length]), reading);
        // A row cannot end inside a character. The error is at the end of the text.
        let at = (0..=length).rfind(|at| FEED.is_char_boundary(*at)).unwrap();
        let ends = (comment..=comment + 1).contains(&length) || length + 1 >= FEED.len();
        let kind = match FEED[..at].trim_start_matches('\u{FEFF}').trim() {
            _ if at < length => SyntaxErrorKind::Encoding,
            "" => SyntaxErrorKind::Empty,
            _ => SyntaxErrorKind::Truncated,
        };
        let expected = if ends { End::Whole } else { End::Failed(SyntaxError { kind, at }) };
        assert_eq!(reading.end, expected, "{length}");
        let rows: Vec<_> = whole.rows.iter().copied().filter(|row| row.end <= length).collect();
        assert_eq!(reading.rows, rows, "{length}");
    }
}

#[test]
fn a_declaration_has_a_version_of_xml_1() {
    accepts("<?xml version='1.0'?><Products/>", 0);
    accepts("<?xml version=\"1.1\"?><Products/>", 0);
    for version in ["", "1", "1.", "2.0", "1.0a", "1]]>.0"] {
        refuses(&format!("‸<?xml version=\"{version}\"?><Products/>"), SyntaxErrorKind::Xml);
    }
}

#[test]
fn google_s_name_takes_precedence_over_the_same_name() {
    // In both orders, whole and selected.
    for content in
        ["<a>bare</a><g:a>google</g:a>", "<g:a>google</g:a><a>bare</a>", "<a/><a/><g:a>google</g:a><a/>"]
    {
        row(content, r#"{"a":"google"}"#);
        let source = format!("<rss><channel><item>{content}<b>1</b></item></channel></rss>");
        let options = ReadOptions { select: &["a"], ..ReadOptions::default() };
        assert_eq!(read_xml_any_way(source.as_bytes(), options).written, r#"{"a":"google"}"#, "{content}");
    }
    row("<a>1</a><g:a>2</g:a><g:a>3</g:a>", r#"{"a":["2","3"]}"#);
    row("<g:a>1</g:a><b><a>2</a><g:a>3</g:a></b>", r#"{"a":"1","b":{"a":"3"}}"#);
    row("<a>1</a><h:a>2</h:a>", r#"{"a":"1","h:a":"2"}"#);
    let stocked = "<inventory_quantity>3</inventory_quantity><g:inventory_quantity>0</g:inventory_quantity>";
    let source = format!("<rss><channel><item>{stocked}</item></channel></rss>");
    let reading = read_xml_any_way(source.as_bytes(), ReadOptions::default());
    assert!(!reading.rows[0].in_stock);
}

#[test]
fn where_rows_are() {
    accepts("<Products/>", 0);
    accepts("<Products></Products>", 0);
    accepts("<products><product/><Product/><item/><PRODUCT/></products>", 2);
    accepts("<rss><Products><Product/></Products></rss>", 1);
    accepts("<rss><channel><Products><Product/></Products></channel></rss>", 1);
    accepts("<rss><channel><item/><item></item></channel></rss>", 2);
    accepts("<rss><channel/></rss>", 0);
    accepts("<feed><title/><entry><g:id>1</g:id></entry></feed>", 1);
    // Elements nested in a row or in another element are not rows.
    accepts("<Products><Product><Products><Product/></Products></Product></Products>", 1);
    accepts("<Products><a><Product/></a></Products>", 0);
    accepts("<rss><a><channel><item/></channel></a><channel/></rss>", 0);
    refuses("<items><item/>‸</items>", SyntaxErrorKind::XmlNoRows);
    refuses("<rss><item/>‸</rss>", SyntaxErrorKind::XmlNoRows);
    refuses("‸<html><channel/></html>", SyntaxErrorKind::Html);
    refuses("<?xml version='1.0'?>‸<!DOCTYPE html><html/>", SyntaxErrorKind::Html);
    refuses("‸<!doctype html><p>Not here<br>", SyntaxErrorKind::Html);
    refuses("<html2><channel/>‸</html2>", SyntaxErrorKind::XmlNoRows);
    refuses("‸<PRODUCTS/>", SyntaxErrorKind::XmlNoRows);
}

#[test]
fn texts_are_unescaped() {
    value("", "\"\"");
    value(" 1 ", "\"1\"");
    value("a\u{A0}", "\"a\u{A0}\"");
    value("\n a  b\r\nc\rd\n\r", "\"a  b\\u000ac\\u000ad\"");
    value("&lt;b&gt; &amp;amp; &quot;&apos;", "\"<b> &amp; \\u0022'\"");
    value("&#65;&#x42;&#x1F600;&#x1f600;", "\"AB😀😀\"");
    value("<![CDATA[<p>&amp;</p>]]>", "\"<p>&amp;</p>\"");
    value("a<![CDATA[]]>b<![CDATA[]]]]><![CDATA[>]]>", "\"ab]]>\"");
    // White space is trimmed in plain text only.
    value(" <![CDATA[ a ]]> ", "\" a \"");
    value(" &#32;a&#10; ", "\" a\\u000a\"");
    value("<!-- b --> 1 <?b c?><!----> 2 <!-- & < -->", "\"1  2\"");
    value("\u{FEFF}1&amp;", "\"\u{FEFF}1&\"");
    value("&amp;\u{FEFF}", "\"&\u{FEFF}\"");
    value("a > b ]] > ]>", "\"a > b ]] > ]>\"");
    value(
        "a long text, which is more than one block of sixteen é ü ß",
        "\"a long text, which is more than one block of sixteen é ü ß\"",
    );
}

#[test]
fn elements_become_an_object() {
    row("", "{}");
    row("text <!-- a note -->", "{}");
    row("<a/><b /><c\n/>", "{\"a\":\"\",\"b\":\"\",\"c\":\"\"}");
    row("<a b='1' c = \"2>\">3</a >", "{\"a\":\"3\"}");
    // In the order of the first occurrence of each name.
    row("<a>1</a><b>2</b><a>3</a><c/><b/>", "{\"a\":[\"1\",\"3\"],\"b\":[\"2\",\"\"],\"c\":\"\"}");
    row("<g:a>1</g:a><b/><g:a>2</g:a><h:a>3</h:a>", "{\"a\":[\"1\",\"2\"],\"b\":\"\",\"h:a\":\"3\"}");
    row("<a><b>1</b> <g:c><d/>text</g:c><b>2</b></a>", "{\"a\":{\"b\":[\"1\",\"2\"],\"c\":{\"d\":\"\"}}}");
    row("<é.ü-_1:x>1</é.ü-_1:x>", "{\"é.ü-_1:x\":\"1\"}");
    let names: Vec<_> = (0..300).map(|number| format!("<n{number}/>")).collect();
    let names = names.concat().repeat(2);
    let source = format!("<Products><Product>{names}</Product></Products>");
    let written = read_xml(source.as_bytes(), ReadOptions::default(), []).written;
    let expected: Vec<_> = (0..300).map(|number| format!("\"n{number}\":[\"\",\"\"]")).collect();
    assert_eq!(written, format!("{{{}}}", expected.join(",")));
}

#[test]
fn selected_values_are_written() {
    let source = "<feed xmlns:x='http://base.google.com/ns/1.0'><entry><x:a>1</x:a><b><c>&lt;</c></b><d>2</d>\
                  <x:d>3</x:d></entry><entry><d>4</d></entry><entry/></feed>";
    let options = ReadOptions { select: &["d", "a", "b"], ..ReadOptions::default() };
    let reading = read_xml_any_way(source.as_bytes(), options);
    assert_eq!(reading.written, "{\"d\":\"3\",\"a\":\"1\",\"b\":{\"c\":\"<\"}},{\"d\":\"4\"},{}");
}

#[test]
fn quantities_are_read_as_text() {
    for (quantity, policy, visible, in_stock) in [
        ("0", "1", false, false),
        ("<![CDATA[0]]>", "&#49;", false, false),
        (" -3 ", "Deny", false, false),
        ("0<!-- sold out -->", "2", true, false),
        ("0.0", "", true, false),
        ("1", "1", true, true),
        ("", "1", true, true),
        ("10+", "1", true, true),
        ("&#48;", "1", false, false),
        // A nested or repeated value is unreadable.
        ("<a>0</a>", "1", true, true),
        ("0</inventory_quantity><inventory_quantity>0", "1", true, true),
        ("0", "1</inventory_policy><inventory_policy>1", true, false),
    ] {
        let source = format!(
            "<Products><Product><inventory_quantity>{quantity}</inventory_quantity>\
             <inventory_policy>{policy}</inventory_policy></Product></Products>"
        );
        let reading = read_xml_any_way(source.as_bytes(), ReadOptions::default());
        let found = (reading.rows[0].visible, reading.rows[0].in_stock);
        assert_eq!((found, reading.end), ((visible, in_stock), End::Whole), "{source}");
    }
}

#[test]
fn nested_values_are_noted() {
    struct Nested(Vec<String>);
    impl Visitor<Xml> for Nested {
        fn row(
            &mut self,
            window: back_in_stock::feed::Window<'_>,
            _: &Xml,
            row: &back_in_stock::feed::Row,
            _: back_in_stock::inventory::rule::Verdict,
        ) {
            let name = window.slice(row.nested.0 as usize, row.nested.1 as usize);
            self.0.push(String::from_utf8(name.to_vec()).unwrap());
        }
    }
    let source = b"<Products><Product><a/><categories><b/></categories></Product>\
                   <Product><g:c><d><e/></d></g:c><f><g/></f></Product></Products>";
    let mut feed = Feed::new(Xml::new(Names::default(), false), Plan::default());
    feed.buffer_for(source.len()).copy_from_slice(source);
    let mut nested = Nested(Vec::new());
    assert_eq!(feed.scan(source.len(), true, &mut nested), State::End);
    assert_eq!(nested.0, ["", "c"]);
}

#[test]
fn errors_of_ill_formed_xml() {
    for (marked, kind) in [
        ("a ‸& b", SyntaxErrorKind::XmlEntity),
        ("‸&nbsp;", SyntaxErrorKind::XmlEntity),
        ("‸&amp", SyntaxErrorKind::XmlEntity),
        ("‸&;", SyntaxErrorKind::XmlEntity),
        ("‸&#;", SyntaxErrorKind::XmlEntity),
        ("‸&#x;", SyntaxErrorKind::XmlEntity),
        ("‸&#X41;", SyntaxErrorKind::XmlEntity),
        ("‸&#4a;", SyntaxErrorKind::XmlEntity),
        ("‸&#0;", SyntaxErrorKind::XmlEntity),
        ("‸&#8;", SyntaxErrorKind::XmlEntity),
        ("‸&#xD800;", SyntaxErrorKind::XmlEntity),
        ("‸&#xFFFE;", SyntaxErrorKind::XmlEntity),
        ("‸&#x110000;", SyntaxErrorKind::XmlEntity),
        ("‸&#99999999999999999999;", SyntaxErrorKind::XmlEntity),
        ("a ‸]]> b", SyntaxErrorKind::Xml),
        ("a ‸\0", SyntaxErrorKind::Xml),
        ("a longer text with é ‸\u{1B} in it", SyntaxErrorKind::Xml),
        ("<![CDATA[a ‸\u{1}]]>", SyntaxErrorKind::Xml),
        ("<!-- ‸\u{1} -->", SyntaxErrorKind::Xml),
        ("<b c='‸\u{1}'/>", SyntaxErrorKind::Xml),
        ("a ‸< b", SyntaxErrorKind::Xml),
        ("‸<>", SyntaxErrorKind::Xml),
        ("‸</>", SyntaxErrorKind::Xml),
        ("‸<1/>", SyntaxErrorKind::Xml),
        ("‸< b/>", SyntaxErrorKind::Xml),
        ("‸<b c/>", SyntaxErrorKind::Xml),
        ("‸<b c=1/>", SyntaxErrorKind::Xml),
        ("‸<b c='1'd='2'/>", SyntaxErrorKind::Xml),
        ("‸<b c='&d;'/>", SyntaxErrorKind::Xml),
        ("‸<b c='<'/>", SyntaxErrorKind::Xml),
        ("‸<b c='1/><b></b>", SyntaxErrorKind::Xml),
        ("‸<b / >", SyntaxErrorKind::Xml),
        ("<b>‸</b c='1'>", SyntaxErrorKind::Xml),
        ("‸<!-- a -- b -->", SyntaxErrorKind::Xml),
        ("‸<!-- a --->", SyntaxErrorKind::Xml),
        ("‸<!->", SyntaxErrorKind::Xml),
        ("‸<!ELEMENT a>", SyntaxErrorKind::Xml),
        ("‸<!doctype a>", SyntaxErrorKind::Xml),
        ("‸<![cdata[]]>", SyntaxErrorKind::Xml),
        ("‸<!DOCTYPE a>", SyntaxErrorKind::XmlType),
        ("‸<??>", SyntaxErrorKind::Xml),
        ("‸<? a?>", SyntaxErrorKind::Xml),
        ("‸<?xml version='1.0'?>", SyntaxErrorKind::Xml),
        ("‸</b>", SyntaxErrorKind::XmlEnd),
        ("<b>‸</c>", SyntaxErrorKind::XmlEnd),
        ("<b><c>‸</b></c>", SyntaxErrorKind::XmlEnd),
    ] {
        no_value(marked, kind);
    }
    for bytes in [
        &b"a \xFF"[..],
        b"a \xC3",
        b"a \xED\xA0\x80",
        b"<![CDATA[ \xC0\x80]]>",
        b"<b \xFF=''/>",
        b"<!-- \xE2\x82 -->",
    ] {
        let source = [b"<Products><Product><a>", bytes, b"</a></Product></Products>"].concat();
        let at = source.iter().position(|byte| *byte >= 0x80).unwrap();
        refuses_bytes(&source, at, SyntaxErrorKind::Encoding);
    }
}

#[test]
fn text_around_the_root() {
    refuses("‸", SyntaxErrorKind::Empty);
    refuses(" \n‸", SyntaxErrorKind::Empty);
    refuses("‸sku,qty\nA1,3\n", SyntaxErrorKind::Csv);
    refuses("<?xml version='1.0'?> <!-- a -->‸", SyntaxErrorKind::Truncated);
    refuses(" ‸a<Products/>", SyntaxErrorKind::Xml);
    refuses("‸&amp;<Products/>", SyntaxErrorKind::Xml);
    refuses("‸<![CDATA[]]><Products/>", SyntaxErrorKind::Xml);
    refuses(" ‸<?xml version='1.0'?><Products/>", SyntaxErrorKind::Xml);
    refuses("<?a?>‸<?xml version='1.0'?><Products/>", SyntaxErrorKind::Xml);
    refuses("‸<?xml?><Products/>", SyntaxErrorKind::Xml);
    refuses("‸<?xml encoding='UTF-8' version='1.0'?><Products/>", SyntaxErrorKind::Xml);
    refuses("‸<?xml version='1.0' encodin='UTF-8'?><Products/>", SyntaxErrorKind::Xml);
    refuses(
        "<?xml version='1.0'?>‸<!DOCTYPE Products [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><Products/>",
        SyntaxErrorKind::XmlType,
    );
    refuses("‸</Products>", SyntaxErrorKind::XmlEnd);
    refuses("<Products/> ‸a", SyntaxErrorKind::TextAfterEnd);
    refuses("<Products/>‸<Products/>", SyntaxErrorKind::TextAfterEnd);
    refuses("<Products/>‸<![CDATA[]]>", SyntaxErrorKind::TextAfterEnd);
    refuses("<Products/>‸</Products>", SyntaxErrorKind::XmlEnd);
    refuses("<Products>‸</Product></Products>", SyntaxErrorKind::XmlEnd);
    accepts(
        "<?xml version='1.0' encoding='utf-8' standalone='yes' ?>\r\n<?a b?><Products/><!-- a --><?b?>\n",
        0,
    );
    accepts("<?xml-stylesheet href='a'?><Products/>", 0);
}

#[test]
fn other_encodings_are_refused() {
    for name in ["UTF-16", "ISO-8859-1", "windows-1252", ""] {
        let source = format!("<?xml version=\"1.0\" encoding=\"{name}\"?><Products/>");
        refuses(&format!("‸{source}"), SyntaxErrorKind::Unsupported);
        // Unless the caller has decoded it.
        let mut feed = Feed::new(Xml::new(Names::default(), true), Plan::default());
        feed.buffer_for(source.len()).copy_from_slice(source.as_bytes());
        assert_eq!(feed.scan(source.len(), true, &mut ()), State::End);
    }
    for bytes in [b"\xFE\xFF\0<", b"\xFF\xFE<\0", b"\0<\0P", b"<\0P\0"] {
        refuses_bytes(bytes, 0, SyntaxErrorKind::Unsupported);
    }
    accepts("<?xml version='1.0' encoding='Utf-8'?><Products/>", 0);
    accepts("<?xml version='1.0' encoding='US-ASCII'?><Products/>", 0);
}

#[test]
fn it_may_be_512_deep() {
    let deep =
        |levels: usize, inner: &str| format!("{}{inner}{}", "<a>".repeat(levels), "</a>".repeat(levels));
    let in_row = |inner: String| format!("<Products><Product>{inner}</Product></Products>");
    let reading = read_xml(in_row(deep(DEEPEST - 2, "1")).as_bytes(), ReadOptions::default(), []);
    assert_eq!(reading.end, End::Whole);
    assert_eq!(reading.written.matches("\"a\":{").count(), DEEPEST - 3);
    let before = |inner: String| format!("<rss>{inner}<channel/></rss>");
    assert_eq!(
        read_xml(before(deep(DEEPEST - 1, "")).as_bytes(), ReadOptions::default(), []).end,
        End::Whole
    );
    for (source, at) in [
        (in_row(deep(DEEPEST - 1, "1")), 19 + 3 * (DEEPEST - 2)),
        (in_row(deep(DEEPEST - 2, "<b/>")), 19 + 3 * (DEEPEST - 2)),
        (before(deep(DEEPEST, "")), 5 + 3 * (DEEPEST - 1)),
        (before(deep(DEEPEST - 1, "<b/>")), 5 + 3 * (DEEPEST - 1)),
    ] {
        for size in [source.len(), 1000, 7] {
            let sizes = vec![size; source.len() / size];
            let end = read_xml(source.as_bytes(), ReadOptions::default(), sizes).end;
            assert_eq!(end, End::Failed(SyntaxError { kind: SyntaxErrorKind::TooDeep, at }));
        }
    }
}

#[test]
fn a_row_may_be_16_megabytes() {
    let row = |length: usize| {
        let (begin, end) = ("<Product><a>", "</a></Product>");
        format!("{begin}{}{end}", "x".repeat(length - begin.len() - end.len()))
    };
    for (length, expected) in [
        (MAX_ROW_SIZE, End::Whole),
        (MAX_ROW_SIZE + 1, End::Failed(SyntaxError { kind: SyntaxErrorKind::TooLarge, at: 10 })),
    ] {
        let source = format!("<Products>{}</Products>", row(length));
        let sizes = vec![1 << 16; source.len() >> 16];
        assert_eq!(read_xml(source.as_bytes(), ReadOptions::default(), sizes).end, expected);
    }
}

#[test]
fn a_limit_ends_it() {
    let source = "<Products><Product/><Product/>nothing of this is read, not even < or &";
    let reading =
        read_xml_any_way(source.as_bytes(), ReadOptions { limit: Some(2), ..ReadOptions::default() });
    assert_eq!((reading.end, reading.rows.len()), (End::LimitReached, 2));
}
