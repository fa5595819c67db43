//! Which ids were there before.

use std::hash::{DefaultHasher, Hasher};

/// The first table; each further one is twice as large.
const SMALLEST: usize = 1 << 10;
/// The largest: 16 MB. While it grows, half of that is there too; what was smaller is free, but stays the module's.
const LARGEST: usize = 1 << 21;

/// The ids that were met, as 64 bits each, in a table with open addressing that is at most three quarters full.
///
/// Among a million different ids, a wrong duplicate has a chance of 10¹² / 2⁶⁵, one in thirty-six million.
#[derive(Default)]
pub(super) struct Ids {
    /// 0 where there is none; as many as a power of two, or none at all.
    slots: Vec<u64>,
    count: usize,
    /// Whether there was no room for some.
    pub(super) overflowed: bool,
}

impl Ids {
    /// Whether an id was there before. Once the table is full, further ids are looked for, but not remembered.
    pub(super) fn again(&mut self, id: &[u8]) -> bool {
        if self.count >= self.slots.len() / 4 * 3 && self.slots.len() < LARGEST {
            self.grow();
        }
        let print = fingerprint(id);
        let room = self.count < self.slots.len() / 4 * 3;
        match place(&mut self.slots, print) {
            Some(slot) if *slot == print => return true,
            Some(slot) if room => {
                *slot = print;
                self.count += 1;
            }
            _ => self.overflowed = true,
        }
        false
    }

    /// Makes the table twice as large, if there is memory.
    #[cold]
    fn grow(&mut self) {
        let size = (self.slots.len() * 2).max(SMALLEST);
        let mut slots = Vec::new();
        if slots.try_reserve_exact(size).is_err() {
            return;
        }
        slots.resize(size, 0);
        for print in core::mem::take(&mut self.slots) {
            if let Some(slot) = place(&mut slots, print) {
                *slot = print;
            }
        }
        self.slots = slots;
    }
}

/// The slot that has a fingerprint, or the free one where it belongs.
fn place(slots: &mut [u64], print: u64) -> Option<&mut u64> {
    let mask = slots.len().checked_sub(1)?;
    #[expect(clippy::cast_possible_truncation, reason = "the mask takes fewer bits than any target has")]
    let mut at = print as usize & mask;
    while slots.get(at).is_some_and(|slot| *slot != 0 && *slot != print) {
        at = (at + 1) & mask;
    }
    slots.get_mut(at)
}

/// Never 0, which is a free slot.
fn fingerprint(id: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id);
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// No more than so many different ids are remembered.
    const MOST: usize = LARGEST / 4 * 3;

    #[test]
    fn tells_a_million_ids_apart_and_knows_them_again() {
        let mut ids = Ids::default();
        let mut wrong = 0;
        for number in 0..1_000_000 {
            wrong += usize::from(ids.again(format!("SKU-{number:07}").as_bytes()));
        }
        assert_eq!((wrong, ids.count, ids.overflowed), (0, 1_000_000, false));
        for number in 0..1_000_000 {
            wrong += usize::from(!ids.again(format!("SKU-{number:07}").as_bytes()));
        }
        assert_eq!((wrong, ids.count, ids.slots.capacity()), (0, 1_000_000, LARGEST));
    }

    #[test]
    fn stops_at_its_bound_and_still_knows_what_it_remembers() {
        let mut ids = Ids::default();
        for number in 0..=MOST {
            assert!(!ids.overflowed && !ids.again(&number.to_le_bytes()));
        }
        assert!(ids.overflowed);
        assert_eq!((ids.count, ids.slots.capacity()), (MOST, LARGEST));
        assert!(ids.again(&7_usize.to_le_bytes()) && !ids.again(&MOST.to_le_bytes()));
    }
}
