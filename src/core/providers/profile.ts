/** The form of a provider profile: facts about an SDK and its APIs, as data. Profiles hold no branches and no logic. */

/**
 * Where an argument of a request is found: places in order of preference, the first one that is set counts. A place is the name of an
 * argument (or of a key of the options object), a position (`0`), or a path into an argument (`config.max_output_tokens`).
 */
export type ArgumentNames = readonly string[];

/** One API of an SDK, by the methods or functions that send it. */
export interface ApiShape {
  /** For example `openai-chat`. */
  readonly id: string;
  /** `agent`: the call builds something that carries model and instructions and sends requests later. */
  readonly kind: 'direct' | 'agent';
  /** Dotted method paths behind a client, for example `chat.completions.create`. */
  readonly methods?: readonly string[];
  /** True when the object itself is called like a function: `llm(messages)` of LangChain's earlier versions. */
  readonly callable?: true;
  /** Dotted paths of functions and constructors that are the call themselves, for example `litellm.completion`. */
  readonly callees?: readonly string[];
  readonly model: ArgumentNames;
  /** Arguments that are mappings of further arguments; what the call sets itself counts first. */
  readonly defaults?: ArgumentNames;
  /** Arguments of which one must be set, and not to false, for a model to be used at all. */
  readonly needs?: ArgumentNames;
  /** Model that the SDK takes when the source names none, with the source of that fact. */
  readonly defaultModel?: { readonly id: string; readonly source: string };
  /** Arguments that hold system text of their own; empty when it stands in the messages. Several that are set are sent one after the other. */
  readonly system: ArgumentNames;
  readonly messages: ArgumentNames;
  /** True when the messages may also be one text: an unknown value then says nothing about earlier turns. */
  readonly textMessages: boolean;
  readonly tools: ArgumentNames;
  /** Decorators of the object that a call makes (`@agent.tool`): the function below becomes one of its tools. */
  readonly toolDecorators?: readonly string[];
  /** Decorators of that object below which functions return more system text. */
  readonly systemDecorators?: readonly string[];
  /** Steps between the client and the call whose first argument is the tool list: `bind_tools`. */
  readonly toolSteps: readonly string[];
  readonly maxTokens: ArgumentNames;
  /** True when the limit is set where the client is made, not per request. */
  readonly limitAtClient?: boolean;
  /** How often the SDK sends the conversation again by itself, after calls of tools; undefined when it sends one request. */
  readonly steps?: {
    /** Arguments that limit the steps. */
    readonly arguments: ArgumentNames;
    /** The limit when the source sets none; undefined when there is none or none is known. */
    readonly standard?: { readonly times: number; readonly source: string };
    /** True when it takes steps without any tools too. */
    readonly withoutTools?: boolean;
  };
  /** False for APIs that return no tokens, such as embeddings. */
  readonly answers: boolean;
  /** True for APIs that are not billed, such as counting tokens. */
  readonly free?: true;
  /** True for APIs that are billed by the batch tariff and answer later. */
  readonly batch?: true;
  readonly stream: ArgumentNames;
  /** Arguments that make the provider enforce the form of the answer. */
  readonly structuredOutput: ArgumentNames;
  /** Arguments that add earlier turns to the request that the source does not show. */
  readonly history: ArgumentNames;
  /** True when the SDK always sends more than the source shows, such as documents that it finds for a question. */
  readonly addsText?: true;
  /** Methods or callees that stream. */
  readonly streaming: readonly string[];
  /** Methods or callees that always return structured output. */
  readonly structured: readonly string[];
  /** Who bills: the client's provider, or whoever the model id or model object names. */
  readonly billing: 'client' | 'model';
  /** Who bills when the model decides and its id has no prefix; and what a function sends for which the source needs no client (`new ConverseCommand(…)`). */
  readonly defaultProvider?: string;
  readonly outputLimit: OutputLimitFact;
}

/** What is known about an API's output limit. */
export interface OutputLimitFact {
  /** Preferred spelling; undefined when the API has no limit, or it is set elsewhere. */
  readonly parameter: string | undefined;
  /** Spelling that other providers with the same API understand. */
  readonly parameterElsewhere?: string;
  readonly required: boolean;
  readonly includesReasoning: boolean;
  /** Source of these facts with its date. */
  readonly source: string;
}

/** A class or factory whose objects send requests. */
export interface ClientShape {
  /** Dotted paths of the classes. */
  readonly classes: readonly string[];
  /** Who bills requests of this client; undefined when only its arguments tell. */
  readonly provider: string | undefined;
  /** Constructor arguments that point the client elsewhere. */
  readonly baseUrl: ArgumentNames;
  /** True when `model` names a deployment of the user's, not a model. */
  readonly deployments: boolean;
  /** Argument that must be one of some values for the object to be a client (`boto3.client("bedrock-runtime")`). */
  readonly only?: { readonly argument: string; readonly values: readonly string[] };
  /** Argument that holds the client that this one wraps; it decides who bills. */
  readonly wraps?: string;
  /** Constructor arguments that requests fall back to. */
  readonly model?: ArgumentNames;
  /** True when the model is chosen where no argument of the client says it: in global settings, or when a service is registered. */
  readonly modelElsewhere?: true;
  readonly system?: ArgumentNames;
  readonly maxTokens?: ArgumentNames;
  readonly messages?: ArgumentNames;
  /** Where the client is told which models stand behind the names that its requests use. */
  readonly registry?: ModelRegistry;
}

/** A list of models that a client sends to, each under a name of the project's own. */
export interface ModelRegistry {
  /** Constructor argument that holds the list. */
  readonly list: ArgumentNames;
  /** In one entry: the name that requests use. */
  readonly alias: string;
  /** In one entry: the path to the model that is sent. */
  readonly model: readonly string[];
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
  /** Paths of other names of the SDK that code uses, for languages that import whole namespaces. */
  readonly names?: readonly string[];
}

/** An API shape with everything that most APIs have in common; profiles name only what differs. */
export function api(shape: Partial<ApiShape> & Pick<ApiShape, 'id'>): ApiShape {
  return {
    kind: 'direct',
    model: ['model'],
    system: [],
    messages: ['messages'],
    textMessages: false,
    tools: ['tools'],
    toolSteps: [],
    maxTokens: ['max_tokens'],
    answers: true,
    stream: ['stream'],
    structuredOutput: [],
    history: [],
    streaming: [],
    structured: [],
    billing: 'client',
    outputLimit: { parameter: undefined, required: false, includesReasoning: false, source: 'no limit of its own' },
    ...shape,
  };
}

/** A client with everything that most clients have in common. */
export function client(classes: readonly string[], provider: string | undefined, more: Partial<ClientShape> = {}): ClientShape {
  return { classes, provider, baseUrl: [], deployments: false, ...more };
}

/** A profile of functions and constructors, without clients. */
export function functions(sdk: string, apis: readonly ApiShape[]): SdkProfile {
  return { sdk, clients: [], moduleClients: [], transparent: [], apis };
}
