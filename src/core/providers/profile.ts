/** The form of a provider profile: facts about an SDK and its APIs, as data. Profiles hold no branches and no logic. */

/** Where an argument of a request is found: names in order of preference, the first one that is set counts. */
export type ArgumentNames = readonly string[];

/** One API of an SDK, by the methods that send it. */
export interface ApiShape {
  /** For example `openai-chat`. */
  readonly id: string;
  /** Dotted method paths behind the client, for example `chat.completions.create`. */
  readonly methods: readonly string[];
  readonly model: ArgumentNames;
  /** Arguments that hold system text of their own; empty when it stands in the messages. */
  readonly system: ArgumentNames;
  readonly messages: ArgumentNames;
  /** True when the messages may also be one text: an unknown value then says nothing about earlier turns. */
  readonly textMessages: boolean;
  readonly tools: ArgumentNames;
  readonly maxTokens: ArgumentNames;
  readonly stream: ArgumentNames;
  /** Arguments that make the provider enforce the form of the answer. */
  readonly structuredOutput: ArgumentNames;
  /** Arguments that add earlier turns to the request that the source does not show. */
  readonly history: ArgumentNames;
  /** Methods of {@link methods} that stream. */
  readonly streamingMethods: readonly string[];
  /** Methods of {@link methods} that always return structured output. */
  readonly structuredMethods: readonly string[];
  readonly outputLimit: {
    /** Preferred spelling; undefined when the API has no limit. */
    readonly parameter: string | undefined;
    /** Spelling that other providers with the same API understand. */
    readonly parameterElsewhere?: string;
    readonly required: boolean;
    readonly includesReasoning: boolean;
    /** Source of these facts with its date. */
    readonly source: string;
  };
}

/** A class whose objects send requests. */
export interface ClientShape {
  /** Dotted paths of the classes. */
  readonly classes: readonly string[];
  /** Who bills requests of this client; undefined when only its arguments tell. */
  readonly provider: string | undefined;
  /** Constructor argument that points the client elsewhere. */
  readonly baseUrl: ArgumentNames;
  /** True when `model` names a deployment of the user's, not a model. */
  readonly deployments: boolean;
}

/** An SDK: its clients, its APIs, and what may stand between them. */
export interface SdkProfile {
  readonly sdk: string;
  readonly clients: readonly ClientShape[];
  /** Modules that can be used like a client themselves, with the provider. */
  readonly moduleClients: readonly { readonly module: string; readonly provider: string }[];
  /** Path segments that do not change what is sent: `with_raw_response`, `beta`, `with_options()`. */
  readonly transparent: readonly string[];
  readonly apis: readonly ApiShape[];
}
