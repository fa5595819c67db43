import type { Identifiers } from "../account/profiles.ts";

interface IdentifyingData {
  readonly id?: string | null;
  readonly attributes: {
    readonly email?: string | null;
    readonly phone_number?: string | null;
    readonly external_id?: string | null;
  };
}

/** Who a profile in a body is. Klaviyo's API description: a `null` is as good as none. */
export function identifiersOf({ id, attributes }: IdentifyingData): Identifiers {
  return {
    id: id ?? undefined,
    externalId: attributes.external_id ?? undefined,
    email: attributes.email ?? undefined,
    phoneNumber: attributes.phone_number ?? undefined,
  };
}
