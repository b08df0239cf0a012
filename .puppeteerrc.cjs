// Puppeteer must not download its own Chrome during `npm ci`: `ganvas doctor --fix` does it, and says so.
module.exports = { skipDownload: true }
