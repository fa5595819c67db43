import type { Identifiers } from "../account/profiles.ts";

interface IdentifyingData {
  readonly id?: string | null;
  readonly attributes: {
    readonly email?: string | null;
    readonly phone_number?: string | null;
    readonly external_id?: string | null;
  };
}

/** The identifiers of a profile in a body. Klaviyo's API description: `null` means the same as missing. */
export function identifiersOf({ id, attributes }: IdentifyingData): Identifiers {
  return {
    id: id ?? undefined,
    externalId: attributes.external_id ?? undefined,
    email: attributes.email ?? undefined,
    phoneNumber: attributes.phone_number ?? undefined,
  };
}
