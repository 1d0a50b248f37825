import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { makeBackend } from '../html/backend.js'
import { base } from '../html/capi-connect.js'

const port = Number(process.env.PORT ?? 4002)

/** The backend of the page, which is that of examples/html, in the server of the page. */
const backend = {
  name: 'backend',
  configureServer({ middlewares }) {
    const answer = makeBackend(`http://localhost:${port}`, 'shop-4002')
    middlewares.use((request, response, next) => answer(request, response) || next())
  },
}

export default defineConfig({
  plugins: [react(), backend],
  define: { 'import.meta.env.CAPICONNECT_URL': JSON.stringify(base) },
  server: { host: '127.0.0.1', port, strictPort: true, fs: { allow: ['.', '../../admin-ui/capi-connect'] } },
})
