using Jarvis.Models;
using Jarvis.Models.Onnx;
using Jarvis.Models.Onnx.Manifests;
using Jarvis.Models.Onnx.Ocr;
using Jarvis.Models.Onnx.Sessions;
using Jarvis.Models.Onnx.Speech;
using Jarvis.Placement;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Adds the models that run on ONNX Runtime.</summary>
public static class OnnxServiceCollectionExtensions
{
    /// <summary>
    /// Adds their cards and runners: text recognition (<c>pp-ocr/v4</c>), voice activity detection (<c>silero/vad-v5</c>), and the runner
    /// <c>onnx</c> for cards with a manifest. They need a
    /// <see cref="Media.IMediaDecoder"/>. Files that are not installed make a card unavailable, never a failing start.
    /// </summary>
    /// <param name="services">Where to add them.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddOnnxModels(this IServiceCollection services, Action<OnnxOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddLogging();
        services.AddOptions<OnnxOptions>().Configure(options => configure?.Invoke(options)).ValidateDataAnnotations().ValidateOnStart();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<KnownProfiles>();
        services.TryAddSingleton<ModelDirectory>();
        services.TryAddSingleton<NetworkProfiler>();
        services.TryAddSingleton<OnnxModels>();
        services.TryAddSingleton<OnnxSessionFactory>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDeviceSource, CudaDeviceSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, OcrRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, OnnxManifestRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelRunner, VoiceActivityRunner>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IModelSource, OnnxModelSource>());
        return services;
    }
}
