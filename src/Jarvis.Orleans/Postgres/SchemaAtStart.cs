using Microsoft.Extensions.Options;

namespace Jarvis.Orleans;

/// <summary>Sees to the schema before anything else of a silo asks the database.</summary>
/// <param name="options">Where it is, and whether it may be changed.</param>
internal sealed class SchemaAtStart(IOptions<JarvisPostgresOptions> options) : ILifecycleParticipant<ISiloLifecycle>
{
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(SchemaAtStart),
        ServiceLifecycleStage.First,
        cancellationToken =>
        {
            var schema = new PostgresSchema(options.Value.ConnectionString);
            return options.Value.Migrate ? schema.MigrateAsync(cancellationToken) : schema.RequireAsync(cancellationToken);
        },
        static _ => Task.CompletedTask);
}
