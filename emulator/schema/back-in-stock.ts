import type { JSONSchemaType } from "ajv";
import type { Channel } from "../state.ts";
import { email, externalId, phoneNumber, profileId } from "./profile.ts";

/** A profile in a back-in-stock request: `id` is next to `type`, the other identifiers are in `attributes`. */
export interface ProfileDocument {
  data: {
    type: "profile";
    id?: string | null;
    attributes: { email?: string | null; phone_number?: string | null; external_id?: string | null };
  };
}

interface VariantDocument {
  variant: { data: { type: "catalog-variant"; id: string } };
}

/** Body of `POST /client/back-in-stock-subscriptions`. */
export interface ClientDocument {
  data: {
    type: "back-in-stock-subscription";
    attributes: { channels: Channel[]; profile: ProfileDocument };
    relationships: VariantDocument;
  };
}

/** Body of `POST /api/back-in-stock-subscriptions`. In the API description its profile is optional. */
export interface ServerDocument {
  data: {
    type: "back-in-stock-subscription";
    attributes: { channels: Channel[]; profile?: ProfileDocument | null };
    relationships: VariantDocument;
  };
}

const channels: JSONSchemaType<Channel[]> = {
  type: "array",
  minItems: 1,
  items: { type: "string", enum: ["EMAIL", "PUSH", "SMS", "WHATSAPP"] },
  $comment: "channels_empty",
};

const profile = {
  type: "object",
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "attributes"],
      properties: {
        type: { type: "string", const: "profile" },
        id: profileId,
        attributes: {
          type: "object",
          properties: { email, phone_number: phoneNumber, external_id: externalId },
        },
      },
    },
  },
} as const;

const relationships: JSONSchemaType<VariantDocument> = {
  type: "object",
  required: ["variant"],
  properties: {
    variant: {
      type: "object",
      required: ["data"],
      properties: {
        data: {
          type: "object",
          required: ["type", "id"],
          properties: { type: { type: "string", const: "catalog-variant" }, id: { type: "string" } },
        },
      },
    },
  },
};

const type = { type: "string", const: "back-in-stock-subscription" } as const;

/** Klaviyo's API description, "Create Client Back In Stock Subscription". */
export const clientSchema: JSONSchemaType<ClientDocument> = {
  type: "object",
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "attributes", "relationships"],
      properties: {
        type,
        attributes: {
          type: "object",
          required: ["channels", "profile"],
          properties: { channels, profile },
        },
        relationships,
      },
    },
  },
};

/** Klaviyo's API description, "Create Back In Stock Subscription". */
export const serverSchema: JSONSchemaType<ServerDocument> = {
  type: "object",
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "attributes", "relationships"],
      properties: {
        type,
        attributes: {
          type: "object",
          required: ["channels"],
          properties: { channels, profile: { ...profile, nullable: true } },
        },
        relationships,
      },
    },
  },
};
