using Jarvis.Answers;
using Jarvis.Models;
using Jarvis.Models.LanguageModel;
using Jarvis.Planning;
using Jarvis.Selection;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers what a language model does besides planning: text tasks, choosing and answering.</summary>
public static class LanguageModelTaskServiceCollectionExtensions
{
    /// <summary>The key of the <see cref="IChatClient"/> that does text tasks.</summary>
    public const string TasksKey = "tasks";

    /// <summary>The key of the <see cref="IChatClient"/> that chooses between models.</summary>
    public const string ChoosingKey = "choosing";

    /// <summary>The key of the <see cref="IChatClient"/> that answers.</summary>
    public const string AnsweringKey = "answering";

    /// <summary>
    /// Adds the language model as a model, as the one who decides close choices and as the one who answers. Each uses the
    /// <see cref="IChatClient"/> that is registered under its key, or else the one that is registered without a key. To be called before
    /// <c>AddJarvisCore</c>, whose selector and answerer it stands in for. Set <see cref="LanguageModelTaskOptions"/>,
    /// <see cref="LanguageModelSelectorOptions"/> and <see cref="LanguageModelAnswererOptions"/> to change limits.
    /// </summary>
    /// <param name="services">Where to add.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddLanguageModelTasks(this IServiceCollection services)
    {
        services.AddOptions<LanguageModelTaskOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LanguageModelSelectorOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.AddOptions<LanguageModelAnswererOptions>().ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(TaskTypeCatalog.Default);
        services.TryAddSingleton<TemplateAnswerer>();
        services.TryAddSingleton<ScoreSelector>();
        services.TryAddSingleton<IModelSelector>(provider => new LanguageModelSelector(
            Client(provider, ChoosingKey),
            provider.GetRequiredService<ScoreSelector>(),
            Value<LanguageModelSelectorOptions>(provider),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetService<ILogger<LanguageModelSelector>>() ?? NullLogger<LanguageModelSelector>.Instance));
        services.TryAddSingleton<IAnswerer>(provider => new LanguageModelAnswerer(
            Client(provider, AnsweringKey),
            provider.GetRequiredService<TemplateAnswerer>(),
            provider.GetRequiredService<Resources.IResourceStore>(),
            Value<LanguageModelAnswererOptions>(provider)));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, LanguageModelSource>(provider =>
            new LanguageModelSource(Value<LanguageModelTaskOptions>(provider))));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, LanguageModelRunner>(provider =>
            new LanguageModelRunner(Client(provider, TasksKey), Value<LanguageModelTaskOptions>(provider))));
        return services;
    }

    private static IChatClient Client(IServiceProvider provider, string key) =>
        provider.GetKeyedService<IChatClient>(key) ?? provider.GetRequiredService<IChatClient>();

    private static T Value<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
