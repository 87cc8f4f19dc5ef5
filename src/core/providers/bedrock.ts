import { api, client, type ApiShape, type SdkProfile } from './profile.ts';

const source = 'Amazon Bedrock API reference, @aws-sdk/client-bedrock-runtime 3.1163.0, 2026-11-21';

const converse: ApiShape = api({
  id: 'bedrock-converse',
  methods: ['converse', 'converse_stream'],
  callees: ['npm:@aws-sdk/client-bedrock-runtime.ConverseCommand', 'npm:@aws-sdk/client-bedrock-runtime.ConverseStreamCommand'],
  model: ['modelId'],
  system: ['system'],
  tools: ['toolConfig.tools'],
  maxTokens: ['inferenceConfig.maxTokens'],
  streaming: ['converse_stream', 'npm:@aws-sdk/client-bedrock-runtime.ConverseStreamCommand'],
  defaultProvider: 'bedrock',
  outputLimit: { parameter: undefined, required: false, includesReasoning: true, source },
});

/** The Bedrock runtime of AWS's SDKs for Python and JavaScript. */
export const bedrock: SdkProfile = {
  sdk: 'bedrock',
  clients: [
    client(
      [
        'boto3.client',
        'boto3.Session().client',
        'boto3.session.Session().client',
        'aioboto3.Session().client',
        'aiobotocore.session.get_session().create_client',
      ],
      'bedrock',
      {
        only: { argument: 'service_name|0', values: ['bedrock-runtime'] },
      },
    ),
  ],
  moduleClients: [],
  transparent: [],
  apis: [
    converse,
    api({
      id: 'bedrock-invoke',
      methods: ['invoke_model', 'invoke_model_with_response_stream'],
      callees: [
        'npm:@aws-sdk/client-bedrock-runtime.InvokeModelCommand',
        'npm:@aws-sdk/client-bedrock-runtime.InvokeModelWithResponseStreamCommand',
      ],
      model: ['modelId'],
      system: ['body.system'],
      messages: ['body.messages', 'body.prompt', 'body.inputText'],
      textMessages: true,
      tools: ['body.tools'],
      maxTokens: ['body.max_tokens', 'body.max_tokens_to_sample', 'body.max_gen_len', 'body.inferenceConfig.maxTokens'],
      streaming: ['invoke_model_with_response_stream'],
      defaultProvider: 'bedrock',
      outputLimit: { parameter: undefined, required: false, includesReasoning: true, source },
    }),
  ],
};
