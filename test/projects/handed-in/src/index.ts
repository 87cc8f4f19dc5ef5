export { complete as askModel, createApi, callWith } from './api';
