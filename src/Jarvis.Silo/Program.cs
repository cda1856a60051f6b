using Jarvis.Errors;
using Jarvis.Orleans;
using Jarvis.Silo;
using Microsoft.Extensions.Configuration;

try
{
    switch (args)
    {
        case ["-h" or "--help" or "help", ..]:
            Console.Out.WriteLine(SiloHelp.Text);
            return 0;
        case ["ask", var text, .. var files]:
            return await ClusterAsk.RunAsync(text, files, Console.Out, CancellationToken.None);
        case ["migrate"]:
            var schema = new PostgresSchema(FromEnvironment().Database);
            Console.Out.WriteLine($"The database's schema was of version {await schema.MigrateAsync(CancellationToken.None)} and is of version {schema.Latest}.");
            return 0;
        case ["keys", .. var command]:
            return await ClusterKeys.RunAsync(command, FromEnvironment(), Console.Out, CancellationToken.None);
        case [var other, ..] when !other.StartsWith("--", StringComparison.Ordinal):
            throw Error.InvalidRequest($"There is no command {other}; see jarvis-silo --help.");
        default:
            await using (var silo = SiloHost.Build(args))
            {
                await silo.RunAsync();
            }

            return 0;
    }
}
catch (JarvisException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}

static SiloOptions FromEnvironment()
{
    var configuration = new ConfigurationManager();
    configuration.AddEnvironmentVariables();
    return SiloHost.ReadDatabase(configuration);
}
