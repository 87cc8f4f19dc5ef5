import api from './handlers';
import * as d from './handlers';
api.ask('via default object');
d.default.ask('via namespace');
