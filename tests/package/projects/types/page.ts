// What a storefront's own code may look like: every function and type of the package's first entry.
import {
  type ApiError,
  BackInStock,
  BackInStockError,
  type BackInStockOptions,
  type BlockOptions,
  type BlockProblem,
  type BlockProblemCode,
  type BlockValue,
  type BuildOptions,
  buildRequest,
  type CatalogScope,
  type Channel,
  type ErrorCode,
  filterBlock,
  type HttpRequest,
  init,
  isVisible,
  type MarketingOutcome,
  normalizeEmail,
  normalizePhoneNumber,
  type Outcome,
  parseVariantId,
  type SettledDetail,
  type SubscriptionRequest,
  suggestEmail,
  variantId,
  type WasmSource,
} from "back-in-stock";
import url from "back-in-stock/core.wasm";
import * as inline from "back-in-stock/inline";

const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const sources: WasmSource[] = [url, new URL("https://shop.example/core.wasm"), bytes, bytes.buffer];
export const loaded: Promise<void>[] = [init(), ...sources.map((source) => init(source)), inline.init()];

const scope: CatalogScope = { integration: "$shopify", catalog: "$default" };
export const canonical: string = variantId("SKU-1", scope);
export const { integration, catalog, id }: Required<CatalogScope> & { id: string } =
  parseVariantId(canonical);
export const email: string = normalizeEmail("ann@example.com");
export const phone: string = normalizePhoneNumber("(415) 555-2671", { country: "US" });
export const suggestion: string | undefined = suggestEmail("ann@gmial.com");

const options: BackInStockOptions = {
  companyId: "ABC123",
  revision: "2026-07-15",
  endpoint: "https://shop.example/klaviyo",
  country: "US",
  timeout: 5_000,
  outbox: false,
  ...scope,
};
const channels: readonly Channel[] = ["EMAIL", "SMS", "PUSH", "WHATSAPP"];
const request: SubscriptionRequest = {
  variant: { id: "SKU-1", ...scope },
  profile: { email, phoneNumber: phone, externalId: "customer-1", id: "01ABC" },
  channels,
  marketing: { listId: "LIST01", email: true, sms: false, whatsapp: true },
  smsConsent: "recorded",
  whatsappConsent: "recorded",
};

export async function kept(client: BackInStock): Promise<number> {
  client.addEventListener("settled", ({ detail }) => {
    const { variant, channels, requestedAt }: SettledDetail = detail;
    console.log(
      variant,
      channels.length,
      requestedAt.getTime(),
      detail.error ? detail.error.code : detail.outcome.status,
    );
  });
  await client.forget();
  const { delivered, pending } = await client.flush();
  return delivered + pending + (await client.pending());
}

export async function subscribe(signal: AbortSignal): Promise<string> {
  try {
    const outcome: Outcome = await new BackInStock(options).subscribe(request, { signal });
    const marketing: MarketingOutcome | undefined = outcome.marketing;
    if (outcome.status === "queued") {
      const detail: string | number =
        outcome.reason === "relay" ? outcome.receipt : outcome.retryAt.getTime();
      return `${outcome.reason} ${detail} ${outcome.durable}`;
    }
    return marketing?.status === "rejected" ? marketing.error.code : outcome.status;
  } catch (error) {
    if (!(error instanceof BackInStockError)) throw error;
    const code: ErrorCode = error.code;
    const first: ApiError | undefined = error.errors?.[0];
    return error.retryable ? code : `${error.field} ${error.status} ${first?.source?.pointer}`;
  }
}

const audiences: BuildOptions[] = [
  { audience: "client", companyId: "ABC123" },
  { audience: "server", privateKey: "pk_1", mediaType: "application/json" },
  { audience: "server", accessToken: "token" },
];
export const requests: HttpRequest[] = audiences.map((audience) => buildRequest(request, audience));

interface Product {
  sku: string;
  stock?: number | string;
  rule: 1 | 2;
}
const products: readonly Product[] = [{ sku: "SKU-1", stock: "0", rule: 1 }];
const problems: BlockProblem<Product>[] = [];
const quantity: BlockValue<Product> = (product) => product.stock;
const block: BlockOptions<Product> = {
  quantity,
  policy: "rule",
  groupBy: ({ sku }) => sku.slice(0, 3),
  outOfStock: "last",
  threshold: 1,
  limit: 8,
  atLeast: 4,
  onProblem: (problem) => problems.push(problem),
};
export const shown: Product[] = filterBlock(products, block);
export const same: Product[] = inline.filterBlock(products, { onProblem: ({ item }) => item.sku.length });
export const codes: BlockProblemCode[] = problems.map(({ code }) => code);
export const visible: boolean = isVisible({ quantity: "0", policy: null, threshold: 2 });

// @ts-expect-error there are three ways
filterBlock(products, { outOfStock: "first" });
// @ts-expect-error options are known by name
filterBlock(products, { groupby: "sku" });
// @ts-expect-error a list is needed
filterBlock(products[0]);
// @ts-expect-error an attribute's threshold must be made a number
isVisible({ quantity: 1, policy: 1, threshold: "2" });
// @ts-expect-error a company is needed
new BackInStock({ country: "US" });
// @ts-expect-error options are known by name
new BackInStock({ companyId: "ABC123", companyID: "ABC123" });
new BackInStock({ companyId: "ABC123", outbox: true });
new BackInStock({ companyId: "ABC123", outbox: { days: 7 } });
// @ts-expect-error days are a number
new BackInStock({ companyId: "ABC123", outbox: { days: "7" } });
// @ts-expect-error a number loses leading zeros
variantId(42);
// @ts-expect-error the id must be there
parseVariantId();
// @ts-expect-error a country goes into an object
normalizePhoneNumber("(415) 555-2671", "US");
// @ts-expect-error there may be no suggestion
suggestEmail("ann@example.com").length;
// @ts-expect-error channels are in capitals
export const lower: Channel = "email";
// @ts-expect-error consent is recorded, or is not given
export const consent: SubscriptionRequest = { variant: "1", profile: {}, smsConsent: true };
// @ts-expect-error the same for WhatsApp
export const onWhatsapp: SubscriptionRequest = { variant: "1", profile: {}, whatsappConsent: "yes" };
// @ts-expect-error a list is needed
export const unlisted: SubscriptionRequest = { variant: "1", profile: {}, marketing: { email: true } };
// @ts-expect-error somebody must wait
export const nobody: SubscriptionRequest = { variant: "1" };
// @ts-expect-error a page has no private key
buildRequest(request, { audience: "client", privateKey: "pk_1" });
// @ts-expect-error the audience decides which key is needed
buildRequest(request, { audience: "server", companyId: "ABC123" });
// @ts-expect-error there is no such code
export const unknown: ErrorCode = "unknown";
// @ts-expect-error what happened is not rewritten
new BackInStockError("network", undefined, "x").code = "timeout";
// @ts-expect-error a module is not a number
init(7);

// @ts-expect-error inner functions are not offered
export type { locateWith } from "back-in-stock";
