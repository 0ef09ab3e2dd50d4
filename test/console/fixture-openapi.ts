/** A small document with each thing that the reference page has to show. */
export const openapi = {
  openapi: '3.1.0',
  info: { title: 'hocba', version: '0.1.0' },
  tags: [{ name: 'learners' }, { name: 'packages' }],
  paths: {
    '/learners': {
      get: {
        operationId: 'listLearners',
        summary: 'List learners by given name',
        tags: ['learners'],
        'x-scope': 'learners/read',
        parameters: [
          {
            name: 'q',
            in: 'query',
            description: 'Part of a name; accents may be left out.',
            schema: { type: 'string' },
          },
          {
            name: 'limit',
            in: 'query',
            description: 'How many at most.',
            schema: { type: 'integer', minimum: 1 },
          },
        ],
        responses: {
          200: {
            description: 'Done.',
            content: {
              'application/json': { schema: { $ref: '#/components/schemas/learner-list' } },
            },
          },
        },
      },
      post: {
        operationId: 'createLearner',
        summary: 'Add a learner',
        tags: ['learners'],
        'x-scope': 'learners/write',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { $ref: '#/components/schemas/create-learner' } },
          },
        },
        responses: { 201: { description: 'Done.' }, default: { description: 'Refused.' } },
      },
    },
    '/packages': {
      post: {
        operationId: 'importPackage',
        summary: 'Upload a package',
        tags: ['packages'],
        'x-scope': 'packages/write',
        requestBody: {
          required: true,
          content: { 'application/zip': { schema: { type: 'string', format: 'binary' } } },
        },
        responses: { 201: { description: 'Done.' } },
      },
    },
  },
  components: {
    schemas: {
      'learner-list': {
        type: 'object',
        required: ['items'],
        properties: {
          items: { type: 'array', items: { $ref: '#/components/schemas/learner' } },
          cursor: { type: 'string', description: 'Asks for the next page.' },
        },
      },
      learner: {
        type: 'object',
        required: ['id', 'name'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          name: { type: 'string', description: 'Full name as written.' },
        },
      },
      'create-learner': {
        type: 'object',
        required: ['name'],
        properties: {
          name: { type: 'string', description: 'Full name.' },
          code: { type: 'string' },
        },
      },
    },
  },
}
