import type { Endpoint } from './endpoint.js';
import { type JsonSchema, jsonSchema } from './json-schema.js';
import { problemSchema } from './schemas.js';

/** What the description says of the run. */
export interface ApiInfo {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

const json = (schema: JsonSchema) => ({ 'application/json': { schema } });

/** The description of the interface: OpenAPI 3.1, of the schemas that requests are checked by. */
export function openApi(info: ApiInfo, endpoints: readonly Endpoint[], health: Endpoint): object {
  const problem = {
    description: 'Why the request was not answered.',
    content: json(jsonSchema(problemSchema, 'output')),
  };
  const responses = (each: Endpoint) => ({
    200: { description: 'The answer.', content: json(jsonSchema(each.response, 'output')) },
    '4XX': problem,
    '5XX': problem,
  });
  const entry = (each: Endpoint) => {
    const request = jsonSchema(each.request, 'input');
    const about = { summary: each.summary, responses: responses(each) };
    const name = each.path.slice(1);
    return [
      each.path,
      {
        get: { ...about, operationId: `${name}ByQuery`, parameters: parameters(request) },
        post: { ...about, operationId: name, requestBody: { required: true, content: json(request) } },
      },
    ];
  };
  return {
    openapi: '3.1.0',
    info,
    paths: {
      ...Object.fromEntries(endpoints.map(entry)),
      [health.path]: { get: { summary: health.summary, operationId: 'health', responses: responses(health) } },
    },
  };
}

/** Of a query: texts, numbers and lists of them; what is deeper goes by POST alone. */
function parameters({ properties = {}, required = [] }: JsonSchema): object[] {
  return Object.entries(properties)
    .filter(([, { type }]) => type !== 'object')
    .map(([name, schema]) => {
      const { description } = schema;
      const about = description === undefined ? {} : { description };
      return { name, in: 'query', required: required.includes(name), ...about, schema };
    });
}
