using Jarvis.Gateway;
using Jarvis.Gateway.Api.Conversations;
using Jarvis.Gateway.Api.Resources;
using Jarvis.Gateway.Api.Tasks;
using Jarvis.Gateway.Asking;
using Jarvis.Gateway.Errors;
using Jarvis.Gateway.Http;
using Jarvis.Gateway.HuggingFace;
using Jarvis.Gateway.HuggingGpt;
using Jarvis.Gateway.Limits;
using Jarvis.Gateway.Mcp;
using Jarvis.Gateway.OpenAi;
using Jarvis.Gateway.OpenApi;
using Jarvis.Gateway.Security;
using Jarvis.Serialization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Jarvis;

/// <summary>Registers the gateway.</summary>
public static class JarvisGatewayServiceCollectionExtensions
{
    /// <summary>Adds what <see cref="JarvisGatewayApplicationExtensions.MapJarvisGateway"/> maps. It works with the <see cref="IJarvis"/> that is registered beside it.</summary>
    /// <param name="services">Where to add.</param>
    /// <param name="configure">Changes the defaults; null to keep them.</param>
    public static IServiceCollection AddJarvisGateway(this IServiceCollection services, Action<GatewayOptions>? configure = null)
    {
        services.AddJarvisCore().AddSignedLinks();
        services.AddOptions<GatewayOptions>().Configure(configure ?? (static _ => { })).ValidateDataAnnotations().ValidateOnStart();
        services.AddRouting();
        services.AddCors();
        services.AddOptions<CorsOptions>().Configure<IOptions<GatewayOptions>>(static (cors, gateway) => cors.AddPolicy(ApiGroupExtensions.CorsPolicy, policy => Allow(policy, gateway.Value)));
        services.Configure<RouteHandlerOptions>(static routes => routes.ThrowOnBadRequest = true);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<GatewayOptions>>(Bound);
        services.AddOpenApi(ApiDocument.Name, ApiDocument.Describe);
        services.Configure<JsonOptions>(static json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, JarvisJsonContext.Default);
            json.SerializerOptions.TypeInfoResolverChain.Insert(1, GatewayJsonContext.Default);
        });
        // Links that need no key stand in addresses, which the server would log.
        services.AddLogging(static logging => logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning));
        services.TryAddSingleton<ErrorShapes>();
        services.TryAddSingleton<CallerRates>();
        services.TryAddSingleton<StreamSlots>();
        services.TryAddSingleton<InlineBodies>();
        services.TryAddSingleton<EventReading>();
        services.TryAddSingleton<ResourceDownload>();
        services.TryAddSingleton<ResourceUpload>();
        services.TryAddSingleton<TaskRuns>();
        services.TryAddSingleton<TurnSubmission>();
        services.TryAddSingleton<AskedTurns>();
        services.TryAddSingleton<Dialogues>();
        services.TryAddSingleton<InlineFiles>();
        services.TryAddSingleton<ResourceTexts>();
        services.TryAddSingleton<ChatCompletions>();
        services.TryAddSingleton<DialogueReader>();
        services.TryAddSingleton<Inference>();
        services.TryAddSingleton<InferenceInputs>();
        services.TryAddSingleton<InferenceOutputs>();
        services.TryAddSingleton<HuggingGptChat>();
        services.TryAddSingleton<HuggingGptFiles>();
        services.TryAddSingleton<HuggingGptForm>();
        services.TryAddSingleton<McpEntrance>();
        services.TryAddSingleton<McpOffer>();
        services.TryAddSingleton<McpResources>();
        services.TryAddSingleton<McpSessions>();
        services.TryAddSingleton<McpTools>();
        services.TryAddSingleton<OpenAiConversations>();
        services.TryAddSingleton<OpenAiModels>();
        services.TryAddSingleton<Responses>();
        services.TryAddSingleton<SessionRevision>();
        services.TryAddSingleton<Speech>();
        services.TryAddSingleton<StatelessRevision>();
        services.TryAddSingleton<ToolArguments>();
        services.TryAddSingleton<ToolContents>();
        services.TryAddSingleton<Transcriptions>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICallerSource, BearerCallers>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICallerSource, LocalCallers>());
        return services;
    }

    private static void Allow(CorsPolicyBuilder policy, GatewayOptions options) => policy
        .WithOrigins([.. options.AllowedOrigins])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders("Location", "X-Request-Id", "RateLimit", "RateLimit-Policy", "Retry-After", "ETag", "Mcp-Session-Id");

    /// <summary>Requests that are slow or large beyond reason are ended by the server itself. What is slower than 240 bytes a second is broken off, which is its default.</summary>
    private static void Bound(KestrelServerOptions kestrel, IOptions<GatewayOptions> options)
    {
        kestrel.AddServerHeader = false;
        if (options.Value.Certificate is not null || options.Value.CertificateKey is not null)
        {
            var certificate = options.Value.LoadCertificate();
            kestrel.ConfigureHttpsDefaults(https => https.ServerCertificate = certificate);
        }

        kestrel.Limits.MaxRequestBodySize = options.Value.MaxBodyLength;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
    }
}
