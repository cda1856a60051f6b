// Holds the objects in YAML files to Kubernetes' schemas: types, required fields, patterns. Says what is wrong, and ends with 1 if anything is.
const { readFileSync } = require("node:fs");
const { parseAllDocuments } = require("yaml");

let wrong = 0;
for (const file of process.argv.slice(2)) {
  for (const document of parseAllDocuments(readFileSync(file, "utf8"))) {
    const object = document.toJS();
    const [group, version] = object.apiVersion.includes("/") ? object.apiVersion.split("/") : ["", object.apiVersion];
    if (group.startsWith("kustomize.")) continue;
    const path = ["kubernetes-models", group, version, object.kind].filter(Boolean).join("/");
    try {
      const { [object.kind]: Model } = require(path);
      new Model(object).validate();
    } catch (error) {
      wrong++;
      console.error(`${file}: ${object.kind} ${object.metadata?.name ?? object.metadata?.generateName}: ${error.message}`);
    }
  }
}
process.exit(wrong > 0 ? 1 : 0);
