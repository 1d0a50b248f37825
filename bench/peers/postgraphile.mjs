// What a team that has its schema made from the tables would run: PostGraphile, with the plugin that lets its lists be filtered.
import { createServer } from 'node:http'
import { makePgService } from 'postgraphile/adaptors/pg'
import { grafserv } from 'postgraphile/grafserv/node'
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber'
import { postgraphile } from 'postgraphile'
import { PostGraphileConnectionFilterPreset } from 'postgraphile-plugin-connection-filter'

const [host, port] = process.env.LISTEN_ADDR.split(':')
const service = postgraphile({
  extends: [PostGraphileAmberPreset, PostGraphileConnectionFilterPreset],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'], poolConfig: { max: 12 } })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
}).createServ(grafserv)

const handler = service.createHandler()
createServer((request, response) => (request.url === '/ready' ? response.end() : handler(request, response))).listen(Number(port), host)
