using Jarvis.Models;
using Jarvis.Models.Process;
using Jarvis.Media;
using Jarvis.Models.Process.Apertium;
using Jarvis.Models.Process.Commands;
using Jarvis.Models.Process.Espeak;
using Jarvis.Models.Process.Ffmpeg;
using Jarvis.Models.Process.Flite;
using Jarvis.Models.Process.Media;
using Jarvis.Models.Process.Pocketsphinx;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers the command-line engines.</summary>
public static class ProcessModelServiceCollectionExtensions
{
    /// <summary>
    /// Adds ffmpeg, flite, pocketsphinx and apertium as models, and ffmpeg as the decoder of media. What is not installed is listed as
    /// unavailable, with what to install.
    /// </summary>
    /// <param name="services">Where to.</param>
    /// <param name="configure">Changes limits and places.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddProcessModels(this IServiceCollection services, Action<ProcessModelOptions>? configure = null)
    {
        var options = services.AddOptions<ProcessModelOptions>().ValidateOnStart();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<ProcessModelOptions>, ProcessModelOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ProgramFinder>();
        services.TryAddSingleton<NetworkWall>();
        services.TryAddSingleton<CommandRunner>();
        services.TryAddSingleton<MediaInspector>();
        services.TryAddSingleton<FfmpegTool>();
        services.TryAddSingleton<IMediaDecoder, FfmpegMediaDecoder>();

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, ApertiumSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, EspeakSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, FfmpegSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, FliteSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, PocketsphinxSource>());

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, ApertiumRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, EdgeRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, EspeakRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, ExtractAudioRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, FliteRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, FramesRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, ImageFilterRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, PocketsphinxRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, SlideshowRunner>());
        return services;
    }
}
