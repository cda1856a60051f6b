using Jarvis.Planning;
using Jarvis.Storage.Sqlite;
using Jarvis.State;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers SQLite as the place for state.</summary>
public static class SqliteServiceCollectionExtensions
{
    /// <summary>Keeps state in a SQLite file: that of conversations, tasks and tenants, and what else it is taught.</summary>
    /// <param name="services">Where to register.</param>
    /// <param name="configure">Sets the file, and adds the JSON contexts of the host's own documents.</param>
    public static IServiceCollection AddSqliteState(this IServiceCollection services, Action<SqliteStateOptions>? configure = null)
    {
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.AddOptions<SqliteStateOptions>()
            .Configure<TaskTypeCatalog>((options, types) => options.Json.AddConversations(types))
            .Configure(options => configure?.Invoke(options))
            .Validate(options => !string.IsNullOrWhiteSpace(options.Path), "Set the Path of the state file.")
            .Validate(options => options.DocumentSchema >= 1, "The DocumentSchema of the state has to be at least 1.")
            .Validate(options => options.QueueLength >= 1, "The QueueLength of the state has to be at least 1.")
            .Validate(options => options.MaxBatch >= 1, "The MaxBatch of the state has to be at least 1.")
            .ValidateOnStart();
        services.TryAddSingleton<IStateStore, SqliteStateStore>();
        return services;
    }
}
