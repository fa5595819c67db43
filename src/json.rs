//! Writing JSON: texts, and documents of texts, lists and objects, which is all that a request is made of.
//!
//! `serde_json` writes much more, and brings more along.

use core::fmt::Error;

use serde::{
    Serialize, Serializer,
    ser::{Impossible, SerializeMap, SerializeSeq},
};

/// Appends a document.
///
/// # Errors
///
/// Where it has anything but texts, lists and objects.
pub fn write(document: &impl Serialize, out: &mut Vec<u8>) -> Result<(), Error> {
    document.serialize(Writer(out))
}

/// Appends one value.
struct Writer<'a>(&'a mut Vec<u8>);

/// Appends the members of a list or of an object, and how it ends.
struct Members<'a>(&'a mut Vec<u8>, &'static [u8]);

/// Declares the values that are not written.
macro_rules! refuse {
    ($($name:ident($($given:ty),*) $(: $result:ty)?;)*) => {
        $(fn $name(self, $(_: $given),*) -> Result<refuse!(@ $($result)?), Error> { Err(Error) })*
    };
    (@) => { () };
    (@ $result:ty) => { $result };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Members<'a>;
    type SerializeMap = Members<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeStruct = Impossible<(), Error>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        quote(text.as_bytes(), self.0);
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Members<'a>, Error> {
        put(b"[", self.0);
        Ok(Members(self.0, b"]"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Members<'a>, Error> {
        put(b"{", self.0);
        Ok(Members(self.0, b"}"))
    }

    refuse! {
        serialize_bool(bool);
        serialize_i8(i8);
        serialize_i16(i16);
        serialize_i32(i32);
        serialize_i64(i64);
        serialize_u8(u8);
        serialize_u16(u16);
        serialize_u32(u32);
        serialize_u64(u64);
        serialize_f32(f32);
        serialize_f64(f64);
        serialize_char(char);
        serialize_bytes(&[u8]);
        serialize_none();
        serialize_unit();
        serialize_unit_struct(&'static str);
        serialize_unit_variant(&'static str, u32, &'static str);
        serialize_tuple(usize): Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize): Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize): Self::SerializeTupleVariant;
        serialize_struct(&'static str, usize): Self::SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize): Self::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Error> {
        Err(Error)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(Error)
    }
}

impl Members<'_> {
    /// A comma, but before the first one.
    fn next(&mut self) {
        if !matches!(self.0.last(), Some(b'[' | b'{')) {
            put(b",", self.0);
        }
    }
}

impl SerializeSeq for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        value.serialize(Writer(self.0))
    }

    fn end(self) -> Result<(), Error> {
        put(self.1, self.0);
        Ok(())
    }
}

impl SerializeMap for Members<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Error> {
        self.next();
        name.serialize(Writer(self.0))
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        put(b":", self.0);
        value.serialize(Writer(self.0))
    }

    fn end(self) -> Result<(), Error> {
        SerializeSeq::end(self)
    }
}

/// Appends text as a JSON string; what cannot stand in one is written by its number.
#[inline(never)]
pub fn quote(text: &[u8], out: &mut Vec<u8>) {
    put(b"\"", out);
    let mut start = 0;
    for (at, byte) in text.iter().enumerate() {
        if matches!(byte, 0..0x20 | b'"' | b'\\') {
            put(text.get(start..at).unwrap_or_default(), out);
            let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
            put(&[b'\\', b'u', b'0', b'0', digit(byte >> 4), digit(byte & 15)], out);
            start = at + 1;
        }
    }
    put(text.get(start..).unwrap_or_default(), out);
    put(b"\"", out);
}

/// Appends bytes. Inlined where it is used, it would be a tenth of a module.
#[inline(never)]
pub(crate) fn put(bytes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(bytes);
}
