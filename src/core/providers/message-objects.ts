/**
 * Messages that are objects rather than mappings, as data: what makes them in the SDKs of Go, Java, Kotlin, C#, Ruby, PHP and Rust.
 * Names from the SDKs' sources as of 2026-08 (openai-go, anthropic-sdk-go, openai-java, anthropic-sdk-java, openai-dotnet, async-openai,
 * rig) and their documentation pages as of 2026-11 (the others).
 */

/** Steps of builders that add messages, by role; `message` adds a message object, `messages` a list of them. */
export const messageSteps: ReadonlyMap<string, string> = new Map([
  ['addSystemMessage', 'system'],
  ['addDeveloperMessage', 'system'],
  ['addUserMessage', 'user'],
  ['addUserMessageOfBlockParams', 'user'],
  ['addAssistantMessage', 'assistant'],
  ['addMessage', 'message'],
  ['messages', 'messages'],
  ['systemMessage', 'system'],
  ['userMessage', 'user'],
]);

/** A function or class that makes one message. */
export interface MessageMaker {
  readonly role: string;
  /** Arguments that hold the content, in order of preference: names or positions. */
  readonly content: readonly string[];
}

const at0 = (role: string): MessageMaker => ({ role, content: ['content', 'text', 'contents', '0'] });

/** Makers by the end of their path: a last name, or the last two with a dot. */
export const messageMakers: ReadonlyMap<string, MessageMaker> = new Map<string, MessageMaker>([
  // openai-go
  ['SystemMessage', at0('system')],
  ['DeveloperMessage', at0('system')],
  ['UserMessage', at0('user')],
  ['AssistantMessage', at0('assistant')],
  ['ToolMessage', at0('tool')],
  // anthropic-sdk-go: NewUserMessage(NewTextBlock(…))
  ['NewUserMessage', at0('user')],
  ['NewAssistantMessage', at0('assistant')],
  // google.golang.org/genai: NewContentFromText(text, role); genai.Text(text) gives user contents
  ['NewContentFromText', { role: 'user', content: ['0'] }],
  // langchaingo: TextParts(role, text…)
  // LangChain4j, Spring AI
  ['SystemMessage.from', at0('system')],
  ['SystemMessage.systemMessage', at0('system')],
  ['UserMessage.from', at0('user')],
  ['UserMessage.userMessage', at0('user')],
  ['AiMessage.from', at0('assistant')],
  ['AiMessage', at0('assistant')],
  // openai-java, async-openai: ChatCompletionSystemMessageParam, ChatCompletionRequestSystemMessage(Args)
  ['ChatCompletionSystemMessageParam', at0('system')],
  ['ChatCompletionDeveloperMessageParam', at0('system')],
  ['ChatCompletionUserMessageParam', at0('user')],
  ['ChatCompletionAssistantMessageParam', at0('assistant')],
  ['ChatCompletionRequestSystemMessage', at0('system')],
  ['ChatCompletionRequestSystemMessageArgs', at0('system')],
  ['ChatCompletionRequestSystemMessage.from', at0('system')],
  ['ChatCompletionRequestDeveloperMessage', at0('system')],
  ['ChatCompletionRequestDeveloperMessageArgs', at0('system')],
  ['ChatCompletionRequestUserMessage', at0('user')],
  ['ChatCompletionRequestUserMessageArgs', at0('user')],
  ['ChatCompletionRequestUserMessage.from', at0('user')],
  ['ChatCompletionRequestAssistantMessage', at0('assistant')],
  ['ChatCompletionRequestAssistantMessageArgs', at0('assistant')],
  ['ChatCompletionRequestAssistantMessage.from', at0('assistant')],
  // OpenAI's SDK for .NET
  ['SystemChatMessage', at0('system')],
  ['DeveloperChatMessage', at0('system')],
  ['UserChatMessage', at0('user')],
  ['AssistantChatMessage', at0('assistant')],
  ['ToolChatMessage', { role: 'tool', content: ['1'] }],
  // Azure.AI.Inference
  ['ChatRequestSystemMessage', at0('system')],
  ['ChatRequestDeveloperMessage', at0('system')],
  ['ChatRequestUserMessage', at0('user')],
  ['ChatRequestAssistantMessage', at0('assistant')],
  ['ChatMessage.CreateSystemMessage', at0('system')],
  ['ChatMessage.CreateUserMessage', at0('user')],
  ['ChatMessage.CreateAssistantMessage', at0('assistant')],
  ['ResponseItem.CreateSystemMessageItem', at0('system')],
  ['ResponseItem.CreateDeveloperMessageItem', at0('system')],
  ['ResponseItem.CreateUserMessageItem', at0('user')],
  ['ResponseItem.CreateAssistantMessageItem', at0('assistant')],
  // genai, ollama-rs, rig
  ['ChatMessage.system', at0('system')],
  ['ChatMessage.user', at0('user')],
  ['ChatMessage.assistant', at0('assistant')],
  ['Message.system', at0('system')],
  ['Message.user', at0('user')],
  ['Message.assistant', at0('assistant')],
  // Prism, LLPhant, Neuron
  ['Message.ofType', { role: 'user', content: ['0'] }],
]);

/** Makers that take the role as an argument: end of the path → places of role and content. */
export const roleMakers: ReadonlyMap<string, { readonly role: readonly string[]; readonly content: readonly string[] }> = new Map([
  // sashabaranov/go-openai
  ['ChatCompletionMessage', { role: ['Role'], content: ['Content', 'MultiContent'] }],
  // ollama/api, anthropic-sdk-go, Bedrock
  ['Message', { role: ['Role', 'role', 'setRole', '0'], content: ['Content', 'content', '1'] }],
  ['MessageParam', { role: ['Role', 'role'], content: ['Content', 'content'] }],
  // aallam openai-kotlin; Microsoft.Extensions.AI: new ChatMessage(ChatRole.System, "…")
  ['ChatMessage', { role: ['role', 'Role', '0'], content: ['content', 'Content', 'Text', '1'] }],
  ['ChatMessage.new', { role: ['0'], content: ['1'] }],
  // google genai
  ['Content', { role: ['Role', 'role'], content: ['Parts', 'parts', 'Text'] }],
  ['TextParts', { role: ['0'], content: ['1'] }],
  ['MessageContent', { role: ['Role'], content: ['Parts'] }],
]);

/** Objects that only hold a text: end of the path → places of the text. */
export const textHolders: ReadonlyMap<string, readonly string[]> = new Map([
  ['NewTextBlock', ['0']],
  ['NewBetaTextBlock', ['0']],
  ['TextBlockParam', ['Text', 'text', '0']],
  ['TextBlock', ['Text', 'text', '0']],
  ['TextContentBlock', ['Text', 'text', '0']],
  ['ContentBlockMemberText', ['Value']],
  ['SystemContentBlockMemberText', ['Value']],
  ['SystemContentBlock', ['Text', 'text', 'fromText']],
  ['ContentBlock', ['Text', 'text', 'fromText']],
  ['ContentBlock.fromText', ['0']],
  ['SystemContentBlock.fromText', ['0']],
  ['Part', ['Text', 'text']],
  ['Part.fromText', ['0']],
  ['Part.from_text', ['text', '0']],
  ['Content.fromParts', ['0']],
  ['NewPartFromText', ['0']],
  ['TextContent', ['Text', '0']],
  ['TextPart', ['Text', '0']],
  ['Prompt', ['0', 'content', 'messages']],
  ['Text', ['0']],
  ['text', ['0']],
  ['TextContentPart', ['0']],
  ['ChatMessageContentPart.CreateTextPart', ['0']],
  ['NewContentFromText', ['0']],
]);

/** Text of role constants that are no strings in their language: last name → role. */
export const roleNames: ReadonlyMap<string, string> = new Map([
  ['System', 'system'],
  ['SYSTEM', 'system'],
  ['Developer', 'system'],
  ['DEVELOPER', 'system'],
  ['User', 'user'],
  ['USER', 'user'],
  ['ConversationRoleUser', 'user'],
  ['ConversationRoleAssistant', 'assistant'],
  ['ChatMessageTypeSystem', 'system'],
  ['ChatMessageTypeHuman', 'user'],
  ['ChatMessageTypeAI', 'assistant'],
  ['RoleUser', 'user'],
  ['RoleModel', 'assistant'],
  ['Human', 'user'],
  ['Assistant', 'assistant'],
  ['ASSISTANT', 'assistant'],
  ['Model', 'assistant'],
  ['Tool', 'tool'],
  ['TOOL', 'tool'],
]);
