import type { JSONSchemaType } from "ajv";
import { type ConsentChannels, consentChannels } from "./consent.ts";
import { email, phoneNumber, profileId } from "./profile.ts";

/** A profile of a job. It has no external id. */
export interface JobProfileDocument {
  type: "profile";
  id?: string | null;
  attributes: {
    email?: string | null;
    phone_number?: string | null;
    subscriptions: ConsentChannels;
    age_gated_date_of_birth?: string | null;
  };
}

/** Body of `POST /api/profile-subscription-bulk-create-jobs`. */
export interface JobDocument {
  data: {
    type: "profile-subscription-bulk-create-job";
    attributes: {
      custom_source?: string | null;
      profiles: { data: JobProfileDocument[] };
      historical_import?: boolean | null;
    };
    relationships?: { list?: { data: { type: "list"; id: string } } };
  };
}

const profile: JSONSchemaType<JobProfileDocument> = {
  type: "object",
  required: ["type", "attributes"],
  properties: {
    type: { type: "string", const: "profile" },
    id: profileId,
    attributes: {
      type: "object",
      required: ["subscriptions"],
      properties: {
        email,
        phone_number: phoneNumber,
        subscriptions: { type: "object", properties: consentChannels },
        age_gated_date_of_birth: { type: "string", nullable: true },
      },
    },
  },
};

const list = {
  type: "object",
  nullable: true,
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "id"],
      properties: { type: { type: "string", const: "list" }, id: { type: "string" } },
    },
  },
} as const;

/** Klaviyo's API description, "Bulk Subscribe Profiles". */
export const jobSchema: JSONSchemaType<JobDocument> = {
  type: "object",
  required: ["data"],
  properties: {
    data: {
      type: "object",
      required: ["type", "attributes"],
      properties: {
        type: { type: "string", const: "profile-subscription-bulk-create-job" },
        attributes: {
          type: "object",
          required: ["profiles"],
          properties: {
            custom_source: { type: "string", nullable: true },
            historical_import: { type: "boolean", nullable: true },
            profiles: {
              type: "object",
              required: ["data"],
              properties: {
                data: { type: "array", minItems: 1, maxItems: 1_000, items: profile, $comment: "job_size" },
              },
            },
          },
        },
        relationships: { type: "object", nullable: true, properties: { list } },
      },
    },
  },
};
