/** Input and output around live spend: asking gateways, receiving telemetry, keeping the store. Node; used by the command line and the process of live spend. */
export { listenToBifrost, type Socket } from './bifrost-socket.ts';
export { startDemoGateway, type DemoGateway, type DemoOptions } from './demo/server.ts';
export { DemoWorkload } from './demo/workload.ts';
export { addressProblem, ask, askJson, bindKey, type Credential, type HttpAnswer, type HttpRequest } from './http.ts';
export { credentialFor, openSource, profileOf, type MeterBase, type OpenedSource, type SourceDescription } from './open-source.ts';
export { startOtlpMeters, type OtlpMeters, type OtlpMetersOptions } from './otlp-meters.ts';
export { receiverEnvironment, startReceiver, type Receiver, type ReceiverOptions } from './otlp-receiver.ts';
export { jsonReader, pageReader, pauseAfter, Poller, type Endpoint, type PollerOptions, type Reader } from './poller.ts';
export { defaultStoreFolder, StoreFile, type Loaded } from './store-file.ts';
