module.exports = {
  title: "Notes on agents",
  url: "http://127.0.0.1",
  baseUrl: "/",
  onBrokenLinks: "warn",
  // Loaded for the server's build too, where there is no DOM.
  clientModules: [require.resolve("./src/elements.js")],
  presets: [["classic", { docs: { routeBasePath: "/", sidebarPath: undefined }, blog: false }]],
};
