export default {
  title: "Notes on agents",
  vue: { template: { compilerOptions: { isCustomElement: (name) => name.startsWith("dreamfs-") } } },
};
