//! A set of the ids seen so far.

use std::hash::{DefaultHasher, Hasher};

/// The initial size of the table, in slots; it doubles as it grows.
const SMALLEST: usize = 1 << 10;
/// The maximum size of the table, in slots: 16 MB. While the table grows, the old one of half the size exists too.
/// WebAssembly memory never shrinks, so the module keeps the memory of smaller tables.
const MAX_SLOTS: usize = 1 << 21;

/// The ids seen so far, as 64-bit fingerprints in a hash table with open addressing. At most three quarters of it are
/// filled.
///
/// Among a million different ids, the probability of a false duplicate is 10¹² / 2⁶⁵, one in 37 million.
#[derive(Default)]
pub(super) struct Ids {
    /// The fingerprints; 0 marks a free slot. The length is 0 or a power of two.
    slots: Vec<u64>,
    count: usize,
    /// Whether at least one id could not be stored.
    pub(super) overflowed: bool,
}

impl Ids {
    /// Returns whether an id was seen before. Once the table is full, new ids are looked up but not stored.
    pub(super) fn again(&mut self, id: &[u8]) -> bool {
        if self.count >= self.slots.len() / 4 * 3 && self.slots.len() < MAX_SLOTS {
            self.grow();
        }
        let print = fingerprint(id);
        let has_space = self.count < self.slots.len() / 4 * 3;
        match place(&mut self.slots, print) {
            Some(slot) if *slot == print => return true,
            Some(slot) if has_space => {
                *slot = print;
                self.count += 1;
            }
            _ => self.overflowed = true,
        }
        false
    }

    /// Doubles the table, if there is enough memory.
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

/// The slot with a fingerprint, or the free slot for it.
fn place(slots: &mut [u64], print: u64) -> Option<&mut u64> {
    let mask = slots.len().checked_sub(1)?;
    #[expect(clippy::cast_possible_truncation, reason = "the mask takes fewer bits than any target has")]
    let mut at = print as usize & mask;
    while slots.get(at).is_some_and(|slot| *slot != 0 && *slot != print) {
        at = (at + 1) & mask;
    }
    slots.get_mut(at)
}

/// The fingerprint of an id. It is never 0, which marks a free slot.
fn fingerprint(id: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(id);
    hasher.finish().max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The maximum number of ids that are stored.
    const MAX_COUNT: usize = MAX_SLOTS / 4 * 3;

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
        assert_eq!((wrong, ids.count, ids.slots.capacity()), (0, 1_000_000, MAX_SLOTS));
    }

    #[test]
    fn stops_at_its_bound_and_still_knows_what_it_remembers() {
        let mut ids = Ids::default();
        for number in 0..=MAX_COUNT {
            assert!(!ids.overflowed && !ids.again(&number.to_le_bytes()));
        }
        assert!(ids.overflowed);
        assert_eq!((ids.count, ids.slots.capacity()), (MAX_COUNT, MAX_SLOTS));
        assert!(ids.again(&7_usize.to_le_bytes()) && !ids.again(&MAX_COUNT.to_le_bytes()));
    }
}
