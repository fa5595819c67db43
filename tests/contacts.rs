//! Email addresses, phone numbers and suggestions: properties of every text, and domains that need no suggestion.
#![expect(clippy::unwrap_used, reason = "a constant pattern")]

mod support;

use back_in_stock::{Email, Error, PhoneNumber, Region, suggest_email};
use proptest::{prelude::*, sample::select};
use regex::Regex;
use support::texts::{cases, text};

/// Domains of providers all over the world, and some that resemble them.
const GOOD: &str = "
    gmail.com googlemail.com yahoo.com ymail.com rocketmail.com hotmail.com outlook.com live.com msn.com passport.com
    icloud.com me.com mac.com aol.com aim.com mail.com email.com gmx.com gmx.de gmx.net gmx.at gmx.ch gmx.us gmx.fr
    proton.me protonmail.com protonmail.ch pm.me fastmail.com fastmail.fm tutanota.com tutanota.de tuta.io tutamail.com
    hey.com zoho.com zoho.eu zohomail.com hushmail.com mailfence.com runbox.com posteo.de posteo.net mailbox.org
    disroot.org riseup.net startmail.com duck.com inbox.com usa.com cox.com sky.com cloud.com lycos.com excite.com
    yahoo.co.uk yahoo.fr yahoo.de yahoo.es yahoo.it yahoo.ca yahoo.in yahoo.ie yahoo.se yahoo.dk yahoo.no yahoo.gr
    yahoo.pl yahoo.ro yahoo.co.in yahoo.co.jp yahoo.co.nz yahoo.co.za yahoo.co.id yahoo.co.kr yahoo.com.br yahoo.com.au
    yahoo.com.mx yahoo.com.ar yahoo.com.sg yahoo.com.hk yahoo.com.tw yahoo.com.ph yahoo.com.vn yahoo.com.tr yahoo.cn
    hotmail.co.uk hotmail.fr hotmail.de hotmail.it hotmail.es hotmail.be hotmail.nl hotmail.se hotmail.dk hotmail.no
    hotmail.ca hotmail.ch hotmail.gr hotmail.co.jp hotmail.co.nz hotmail.co.za hotmail.com.br hotmail.com.ar hotmail.com.au
    outlook.de outlook.fr outlook.es outlook.it outlook.be outlook.dk outlook.cl outlook.jp outlook.in outlook.ie outlook.at
    outlook.pt outlook.com.br outlook.com.au outlook.co.th outlook.com.gr live.co.uk live.fr live.de live.nl live.it live.be
    live.se live.dk live.no live.ca live.cn live.in live.ie live.jp live.com.au live.com.mx live.com.pt live.co.za
    web.de freenet.de t-online.de arcor.de online.de vodafone.de kabelmail.de unitybox.de 1und1.de email.de mail.de ewe.net
    netcologne.de htp-tel.de versanet.de osnanet.de gmail.de aol.de
    orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr 9online.fr
    noos.fr voila.fr cegetel.net dbmail.com orange.net orange.es
    libero.it virgilio.it alice.it tin.it tim.it tiscali.it fastwebnet.it inwind.it iol.it email.it pec.it aruba.it
    teletu.it vodafone.it poste.it hotmail.com.tr
    btinternet.com btopenworld.com bt.com talktalk.net talk21.com virginmedia.com virgin.net ntlworld.com blueyonder.co.uk
    plusnet.com plus.net tiscali.co.uk sky.uk o2.co.uk o2.pl orange.co.uk fsmail.net freeserve.co.uk aol.co.uk ee.co.uk
    eircom.net iol.ie vodafone.ie
    comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net charter.net ameritech.net pacbell.net swbell.net
    snet.net prodigy.net earthlink.net juno.com netzero.net netzero.com windstream.net frontier.com frontiernet.net
    centurylink.net centurytel.net embarqmail.com suddenlink.net optonline.net optimum.net roadrunner.com rr.com twc.com
    q.com mindspring.com peoplepc.com cableone.net wowway.com rcn.com tds.net hughes.net zoominternet.net midco.net
    spectrum.net ptd.net nc.rr.com tampabay.rr.com mchsi.com mediacombb.net
    rogers.com bell.net sympatico.ca shaw.ca telus.net videotron.ca cogeco.ca eastlink.ca sasktel.net mts.net nb.sympatico.ca
    bigpond.com bigpond.net.au bigpond.com.au optusnet.com.au iinet.net.au tpg.com.au westnet.com.au internode.on.net
    dodo.com.au adam.com.au aapt.net.au ozemail.com.au xtra.co.nz slingshot.co.nz orcon.net.nz
    telenet.be skynet.be proximus.be scarlet.be voo.be ziggo.nl kpnmail.nl kpnplanet.nl planet.nl home.nl xs4all.nl
    hetnet.nl chello.nl upcmail.nl casema.nl quicknet.nl zonnet.nl tele2.nl caiway.nl solcon.nl
    bluewin.ch hispeed.ch sunrise.ch swissonline.ch bluemail.ch a1.net aon.at chello.at inode.at utanet.at
    telia.com telia.se comhem.se bredband.net spray.se tele2.se online.no broadpark.no getmail.no lyse.net
    jubii.dk mail.dk stofanet.dk tdcadsl.dk kolumbus.fi elisanet.fi luukku.com pp.inet.fi suomi24.fi
    wp.pl onet.pl onet.eu interia.pl interia.eu op.pl gazeta.pl poczta.fm vp.pl buziaczek.pl seznam.cz email.cz centrum.cz
    volny.cz post.cz azet.sk centrum.sk zoznam.sk freemail.hu citromail.hu t-online.hu abv.bg mail.bg otenet.gr in.gr
    terra.es telefonica.net ono.com movistar.es euskaltel.net sapo.pt mail.telepac.pt netcabo.pt clix.pt
    mail.ru inbox.ru list.ru bk.ru rambler.ru yandex.ru yandex.com ya.ru ukr.net i.ua meta.ua tut.by
    qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com aliyun.com 139.com 189.cn tom.com
    naver.com daum.net hanmail.net nate.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp nifty.com biglobe.ne.jp
    ocn.ne.jp rediffmail.com sify.com indiatimes.com singnet.com.sg pacific.net.sg netvigator.com
    uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com r7.com oi.com.br zipmail.com.br
    prodigy.net.mx terra.com fibertel.com.ar arnet.com.ar speedy.com.ar ciudad.com.ar uolsinectis.com.ar vtr.net une.net.co
    mweb.co.za telkomsa.net vodamail.co.za webmail.co.za iafrica.com walla.co.il walla.com netvision.net.il bezeqint.net
    mynet.com superonline.com emirates.net.ae
    love.com weg.de atl.net like.com mx.com
    example.com example.org example.co example.net my.shop.co.uk a.co t.co klaviyo-demo.com shop.example";

/// Domains that are suggested, and similar ones.
const COMMON: &[&str] = &[
    "gmail.com",
    "googlemail.com",
    "yahoo.com",
    "yahoo.co.uk",
    "yahoo.fr",
    "hotmail.com",
    "hotmail.fr",
    "outlook.com",
    "icloud.com",
    "live.com",
    "aol.com",
    "protonmail.com",
    "fastmail.com",
    "comcast.net",
    "verizon.net",
    "t-online.de",
    "orange.fr",
    "wanadoo.fr",
    "laposte.net",
    "libero.it",
    "btinternet.com",
    "rogers.com",
    "bigpond.com",
    "my-shop.com",
];

const ENDINGS: &[&str] =
    &["", "con", "cmo", "co", "cm", "om", "vom", "coom", "com", "de", "co.uk", "net", "c", "con.con"];

thread_local! {
    /// The pattern of `<input type=email>` in the HTML standard, with a dot in the domain.
    static INPUT: Regex = Regex::new(
        r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+$",
    )
    .unwrap();
}

#[test]
fn a_good_domain_is_never_changed() {
    let domains: Vec<_> = GOOD.split_whitespace().collect();
    assert!(domains.len() >= 150, "{}", domains.len());
    for domain in domains {
        for address in [format!("ann@{domain}"), format!("Ann.O'Neil+x@{}", domain.to_uppercase())] {
            assert_eq!(suggest_email(&address), None);
            assert_eq!(Email::parse(&address).map(String::from), Ok(address));
        }
    }
}

#[test]
fn a_label_of_a_domain_has_up_to_63_letters() {
    for (length, accepted) in [(1, true), (63, true), (64, false)] {
        let label = "a".repeat(length);
        for address in [format!("a@{label}.com"), format!("a@b.{label}.com"), format!("a@b.{label}")] {
            assert_eq!(Email::parse(&address).is_ok(), accepted, "{address}");
        }
    }
}

#[test]
fn e164_and_iso_codes_match_their_patterns() {
    let code = Regex::new("^[A-Z]{2}$").unwrap();
    for (name, region) in Region::all() {
        assert!(code.is_match(name) && Region::parse(name) == Ok(region), "{name}");
        assert!(Region::parse(&name.to_lowercase()).is_err(), "{name}");
    }
}

/// National numbers and their E.164 form; then the same numbers parsed with another country.
#[test]
fn numbers_of_many_countries() {
    for (country, typed, sent) in [
        ("US", "(500) 555-0006", "+15005550006"),
        ("US", "1-500-555-0006", "+15005550006"),
        ("CA", "416 555 0123", "+14165550123"),
        ("GB", "020 7946 0018", "+442079460018"),
        ("IE", "085 012 3456", "+353850123456"),
        ("FR", "06 12 34 56 78", "+33612345678"),
        ("DE", "030/901820", "+4930901820"),
        ("AT", "0664 1234567", "+436641234567"),
        ("CH", "044 668 18 00", "+41446681800"),
        ("NL", "06-12345678", "+31612345678"),
        ("BE", "0470 12 34 56", "+32470123456"),
        ("ES", "612 34 56 78", "+34612345678"),
        ("IT", "06 1234567", "+39061234567"),
        ("PL", "512 345 678", "+48512345678"),
        ("SE", "070-123 45 67", "+46701234567"),
        ("AU", "0412 345 678", "+61412345678"),
        ("NZ", "021 123 4567", "+64211234567"),
        ("IN", "081234 56789", "+918123456789"),
        ("JP", "090-1234-5678", "+819012345678"),
        ("BR", "(11) 96123-4567", "+5511961234567"),
        ("MX", "222 123 4567", "+522221234567"),
        ("ZA", "071 123 4567", "+27711234567"),
        ("HU", "06 20 123 4567", "+36201234567"),
    ] {
        assert_eq!(
            PhoneNumber::parse(typed, Region::parse(country).ok()).map(String::from).as_deref(),
            Ok(sent),
            "{typed}"
        );
        for (other, region) in Region::all() {
            assert_eq!(
                PhoneNumber::parse(sent, Some(region)).map(String::from).as_deref(),
                Ok(sent),
                "{other}"
            );
        }
    }
}

/// A mobile number of every country in libphonenumber's national and international format.
#[test]
fn a_number_of_every_country() {
    let rows: Vec<[String; 3]> = serde_json::from_str(include_str!("fixtures/phone-numbers.json")).unwrap();
    assert_eq!(rows.len(), Region::all().count());
    for [country, national, sent] in rows {
        let region = Region::parse(&country).unwrap();
        for (typed, region) in [(&national, Some(region)), (&sent, None), (&sent, Some(region))] {
            assert_eq!(
                PhoneNumber::parse(typed, region).map(String::from).as_ref(),
                Ok(&sent),
                "{country} {typed}"
            );
        }
    }
}

#[test]
fn punctuation_between_digits() {
    let read =
        |mark: &str| PhoneNumber::parse(&format!("+49{mark}171{mark}1234567"), None).map_err(Error::message);
    let written = [
        " ", "\t", "\n", "-", ".", "/", ",", "(", ")", "[", "]", "~", "·", "\u{A0}", "\u{AD}", "\u{200B}",
        "\u{200E}", "\u{2009}", "\u{2011}", "–", "—", "\u{202A}", "\u{202C}", "\u{202F}", "\u{2060}",
        "\u{2212}", "\u{3000}", "ー", "\u{FEFF}", "－", "．", "／", "（", "）", "～",
    ];
    for mark in written {
        assert_eq!(read(mark).map(String::from).as_deref(), Ok("+491711234567"), "{mark:?}");
    }
    for mark in [
        "#", "*", "＊", "＋", "_", ":", ";", "=", "@", "\\", "|", "é", "x́", "½", "²", "𝟗", "\0", "\u{7F}",
        "\u{FFFD}", "😀",
    ] {
        let expected = if mark.starts_with('x') {
            "contains letters"
        } else {
            "contains characters that are not allowed"
        };
        assert_eq!(read(mark), Err(expected), "{mark:?}");
    }
}

/// Every `Default_Ignorable_Code_Point` is dropped from email addresses and phone numbers, and no other character is.
#[test]
fn invisible_characters_are_dropped_by_definition() {
    let invisible = Regex::new(r"^\p{Default_Ignorable_Code_Point}$").unwrap();
    let mut count = 0;
    for c in '\0'..=char::MAX {
        let is_invisible = invisible.is_match(c.encode_utf8(&mut [0; 4]));
        count += usize::from(is_invisible);
        let email = Email::parse(&format!("a{c}nn@example{c}.com"));
        // Line breaks and no-break spaces are dropped from addresses, too.
        let is_space = matches!(c, '\r' | '\n' | '\u{A0}' | '\u{2007}' | '\u{202F}');
        let dropped = email.is_ok_and(|email| email.as_str() == "ann@example.com");
        assert_eq!(dropped, is_invisible || is_space, "{c:?}");
        if is_invisible {
            let number = PhoneNumber::parse(&format!("{c}+49 1{c}71 1234567{c}"), None);
            assert_eq!(number.map(String::from).as_deref(), Ok("+491711234567"), "{c:?}");
        }
    }
    assert!(count > 4000, "{count}");
}

/// Full-width characters are converted as NFKC does, in any position.
#[test]
fn full_width_input_is_folded() {
    for (typed, sent) in [
        ("taro＠example.jp", "taro@example.jp"),
        ("ｔａｒｏ@example.jp", "taro@example.jp"),
        ("Ｔａｒｏ＿１＋２＠Ｅｘａｍｐｌｅ．ｊｐ", "Taro_1+2@Example.jp"),
        ("\u{3000}taro＠example｡jp\u{3000}", "taro@example.jp"),
    ] {
        assert_eq!(Email::parse(typed).map(String::from).as_deref(), Ok(sent), "{typed}");
    }
    assert_eq!(suggest_email("ａｎｎ＠ｇｍｉａｌ．ｃｏｍ").as_deref(), Some("ann@gmail.com"));
    let number = PhoneNumber::parse("＋８１\u{3000}（９０）－１２３４／５６７８", None);
    assert_eq!(number.map(String::from).as_deref(), Ok("+819012345678"));
}

#[test]
fn a_plus_sign_is_only_allowed_first() {
    for text in [
        "49+171 1234567",
        "++49 171 1234567",
        "＋＋49 171 1234567",
        "＋+49 171 1234567",
        "49＋171 1234567",
        "49 171 123＊4567",
    ] {
        let error = PhoneNumber::parse(text, Region::parse("DE").ok()).map_err(Error::message);
        assert_eq!(error, Err("contains characters that are not allowed"), "{text}");
    }
}

/// For every country and every length of a national number, the E.164 form parses to itself.
#[test]
fn every_length_of_every_country_parses_to_itself() {
    let e164 = Regex::new(r"^\+[1-9][0-9]{6,14}$").unwrap();
    let mut changed = Vec::new();
    for (name, region) in Region::all() {
        for first in ["1", "2", "5", "8", "9", "01", "06", "08", "09", "8001", "0155"] {
            for more in 0..16 {
                let typed = format!("{first}{}", &"2345678923456789"[..more]);
                let Ok(number) = PhoneNumber::parse(&typed, Some(region)) else { continue };
                assert!(e164.is_match(number.as_str()), "{name} {typed}: {number}");
                let again = PhoneNumber::parse(number.as_str(), None);
                if again.as_ref() != Ok(&number) {
                    changed.push(format!("{name} {typed}: {number}, then {again:?}"));
                }
            }
        }
    }
    assert!(changed.is_empty(), "{}\n{}", changed.len(), changed[..changed.len().min(20)].join("\n"));
}

fn region() -> impl Strategy<Value = Option<Region>> {
    prop::option::of(select(Region::all().map(|(_, region)| region).collect::<Vec<_>>()))
}

/// Texts that resemble phone numbers.
fn digits() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        8 => (0..=9u8).prop_map(|digit| digit.to_string()),
        2 => select(vec!["0", "00", "1", "7", "49", "44", "8", "(0)", "01115", "15", "80"]).prop_map(str::to_owned),
        2 => select(vec![" ", "-", ".", "/", "(", ")", "\u{A0}", "\u{2011}", "\u{202A}"]).prop_map(str::to_owned),
        1 => select(vec!["٣", "７", "०"]).prop_map(str::to_owned),
    ];
    let begin = select(vec![
        "", "", "+", "00", "(+", "＋", "+49", "+43", "+44", "+1", "+7", "+39", "+54", "+380", "+375",
    ]);
    (begin, prop::collection::vec(piece, 3..16))
        .prop_map(|(begin, pieces)| format!("{begin}{}", pieces.concat()))
}

/// Addresses with a common domain and up to two typing mistakes.
fn slip() -> impl Strategy<Value = String> {
    let edit = (0..16usize, 0..5u8, b'a'..=b'z');
    (select(COMMON), select(ENDINGS), prop::collection::vec(edit, 0..3)).prop_map(
        |(domain, ending, edits)| {
            let mut letters = match domain.split_once('.') {
                Some((name, _)) if !ending.is_empty() => format!("{name}.{ending}"),
                _ => domain.to_owned(),
            }
            .into_bytes();
            for (at, what, letter) in edits {
                let at = at % letters.len().max(1);
                match what {
                    0 if at < letters.len() => drop(letters.remove(at)),
                    1 => letters.insert(at, letter),
                    2 if at + 1 < letters.len() => letters.swap(at, at + 1),
                    3 => letters.get(at).copied().into_iter().for_each(|letter| letters.insert(at, letter)),
                    _ => letters.iter_mut().skip(at).take(1).for_each(|place| *place = letter),
                }
            }
            format!("Ann+1@{}", String::from_utf8_lossy(&letters))
        },
    )
}

prop_compose! {
    /// Addresses that `<input type=email>` accepts, with a dot in the domain.
    fn address()(
        local in "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}",
        labels in prop::collection::vec("[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?", 1..4),
        top in "[a-zA-Z]{2,24}",
    ) -> String { format!("{local}@{}.{top}", labels.join(".")) }
}

proptest! {
    #![proptest_config(cases(4000))]

    #[test]
    fn what_an_input_element_accepts_is_accepted(address in address(), around in select(vec!["", " ", "\u{200B}", "\u{A0}\t", "\r\n"])) {
        let email = Email::parse(&format!("{around}{address}{around}")).unwrap();
        prop_assert_eq!(email.as_str(), &*address);
        prop_assert_eq!(email.to_string(), &*address);
    }

    #[test]
    fn an_email_address_is_read_once(
        text in prop_oneof![text(), (text(), text()).prop_map(|(local, domain)| format!("{local}@{domain}")), address()],
    ) {
        if let Ok(email) = Email::parse(&text) {
            prop_assert!(email.as_str().is_ascii() && INPUT.with(|input| input.is_match(email.as_str())), "{email}");
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email));
        }
    }

    #[test]
    fn a_phone_number_is_read_once(text in prop_oneof![1 => text(), 3 => digits()], region in region(), other in region()) {
        if let Ok(number) = PhoneNumber::parse(&text, region) {
            let digits = number.as_str().strip_prefix('+').unwrap_or_default();
            prop_assert!((7..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()), "{number}");
            prop_assert!(!digits.starts_with('0'), "{number}");
            prop_assert_eq!(number.to_string(), number.as_str());
            prop_assert_eq!(PhoneNumber::parse(number.as_str(), other), Ok(number));
        }
    }

    #[test]
    fn regions_are_found_by_their_code_only(text in text()) {
        prop_assert_eq!(Region::parse(&text).is_ok(), Region::all().any(|(code, _)| code == text));
    }

    #[test]
    fn a_suggestion_is_good_and_final(text in prop_oneof![1 => text(), 6 => slip()]) {
        if let Some(meant) = suggest_email(&text) {
            prop_assert_eq!(suggest_email(&meant), None, "{}", text);
            prop_assert_eq!(Email::parse(&meant).map(String::from), Ok(meant));
        }
    }

    #[test]
    fn a_suggestion_keeps_what_stands_before_the_at(local in "[a-zA-Z0-9.+_-]{1,20}") {
        prop_assert_eq!(suggest_email(&format!(" {local}@gmial.con\u{200B}")), Some(format!("{local}@gmail.com")));
    }
}
