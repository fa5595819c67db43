import type { JSONSchemaType } from "ajv";
import { email, externalId, phoneNumber, profileId } from "./profile.ts";

/** A consent to one kind of messages. */
export interface Granted {
  consent: "SUBSCRIBED";
  /** ISO 8601. */
  consented_at?: string | null;
}

/** The consents for one channel. */
export interface ChannelConsent {
  marketing?: Granted | null;
  transactional?: Granted | null;
}

/** The consents by channel. */
export interface ConsentChannels {
  email?: { marketing?: Granted | null } | null;
  sms?: ChannelConsent | null;
  whatsapp?: ChannelConsent | null;
}

/** Body of `POST /client/subscriptions`. */
export interface ConsentDocument {
  data: {
    type: "subscription";
    attributes: {
      custom_source?: string | null;
      profile: {
        data: {
          type: "profile";
          id?: string | null;
          attributes: {
            email?: string | null;
            phone_number?: string | null;
            external_id?: string | null;
            subscriptions?: ConsentChannels | null;
          };
        };
      };
    };
    relationships: { list: { data: { type: "list"; id: string } } };
  };
}

const granted = {
  type: "object",
  nullable: true,
  required: ["consent"],
  properties: {
    consent: { type: "string", const: "SUBSCRIBED" },
    consented_at: { type: "string", nullable: true },
  },
} as const;

const channelConsent = {
  type: "object",
  nullable: true,
  properties: { marketing: granted, transactional: granted },
} as const;

/** Schemas of the consents by channel. */
export const consentChannels = {
  email: { type: "object", nullable: true, properties: { marketing: granted } },
  sms: channelConsent,
  whatsapp: channelConsent,
} as const;

const subscriptions = { type: "object", nullable: true, properties: consentChannels } as const;

/** Klaviyo's API description, "Create Client Subscription". */
export const consentSchema: JSONSchemaType<ConsentDocument> = {
  type: "object",
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "attributes", "relationships"],
      properties: {
        type: { type: "string", const: "subscription" },
        attributes: {
          type: "object",
          required: ["profile"],
          properties: {
            custom_source: { type: "string", nullable: true },
            profile: {
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
                      properties: {
                        email,
                        phone_number: phoneNumber,
                        external_id: externalId,
                        subscriptions,
                      },
                    },
                  },
                },
              },
            },
          },
        },
        relationships: {
          type: "object",
          required: ["list"],
          properties: {
            list: {
              type: "object",
              required: ["data"],
              properties: {
                data: {
                  type: "object",
                  required: ["type", "id"],
                  properties: { type: { type: "string", const: "list" }, id: { type: "string" } },
                },
              },
            },
          },
        },
      },
    },
  },
};
