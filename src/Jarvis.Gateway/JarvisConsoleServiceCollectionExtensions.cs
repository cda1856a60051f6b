using Jarvis.Gateway.Console.Hosting;
using Jarvis.Gateway.Console.Turns;
using Jarvis.Gateway.Security;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Jarvis;

/// <summary>Registers the console.</summary>
public static class JarvisConsoleServiceCollectionExtensions
{
    /// <summary>Adds the pages that <see cref="JarvisConsoleApplicationExtensions.MapJarvisConsole"/> maps, to a host that has <c>AddJarvisGateway</c>.</summary>
    /// <param name="services">Where to add.</param>
    public static IServiceCollection AddJarvisConsole(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddHttpContextAccessor();
        // What is protected by it is good for a page that is open, and a page is opened anew when its server is.
        services.AddDataProtection().UseEphemeralDataProtectionProvider();
        services.AddAntiforgery(static forms => forms.Cookie.Name = "jarvis-form");
        services.TryAddSingleton<ConsoleAssets>();
        services.TryAddScoped<ConsoleCaller>();
        services.TryAddScoped<ListSignal>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ICallerSource, CookieCallers>());
        return services;
    }
}
