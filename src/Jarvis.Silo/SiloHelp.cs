namespace Jarvis.Silo;

/// <summary>What <c>jarvis-silo --help</c> says.</summary>
internal static class SiloHelp
{
    internal const string Text = """
        Usage: jarvis-silo [--Jarvis:Silo:SETTING=VALUE]...   runs a silo until it is told to stop (SIGTERM)
               jarvis-silo migrate                            brings the database's schema up to date
               jarvis-silo ask TEXT [FILE]...                 asks the cluster and prints what happens, one event a line
               jarvis-silo keys create LABEL | list | revoke ID
                                                              keys of scope admin for the dashboard, for 90 days each

        Settings are environment variables, Jarvis__Silo__SETTING, or files of a folder (see Secrets).

          Database          PostgreSQL 15 or later, such as Host=db;Database=jarvis;Username=jarvis;SSL Mode=VerifyFull. Needed.
          Resources         a folder that all silos and clients share. Needed.
          Roles__0 …        Coordinator: holds conversations. Gateway: lets clients in. Gpu: runs models and nothing else.
                            Coordinator and Gateway by default. Models run where what they need is, but not on a mere gateway.
          Address           where other silos reach this one. 127.0.0.1 by default
          SiloPort          for silos. 11111 by default
          GatewayPort       for clients, open where it is a gateway. 30000 by default
          Health            where /health/live, /health/ready and /dashboard are. http://127.0.0.1:8081 by default
          Api               where a gateway serves the API (docs/api.md), such as http://0.0.0.0:5080; else only where its health is.
                            Jarvis__Gateway__Certificate, __CertificateKey, __AllowedOrigins__0, __TrustedProxies__0, __RequestsPerMinute …
          ClusterId         silos of one name work together. jarvis by default
          ServiceId         whose state it is. jarvis by default
          StopTimeout       how long a stop may take. 00:01:00 by default
          Migrate           false: only look at the schema, and leave changing it to jarvis-silo migrate. true by default
          Devices__0__Id …  devices beside those that are found, with Labels__0, Labels__1 …
          Tls__Certificate, Tls__Key, Tls__Authority
                            PEM files: silos and clients show each other certificates, and take only those of the authority
          Dashboard         true: Orleans' dashboard, for who has a key of scope admin. false by default
          Secrets           a folder of files, each named as a variable and holding its value; they count before all others

        Language models: OPENAI_API_KEY, OPENAI_BASE_URL, AZURE_OPENAI_ENDPOINT or Jarvis__LanguageModel__…; servers for other models:
        Jarvis__Remote__OpenAI__NAME__…, Jarvis__Remote__HuggingFace__…, Jarvis__Remote__Jarvis__NAME__…; cards: Jarvis__Catalog__Directory.
        docs/models.md and docs/operating.md say more.
        """;
}
